"""The application for gunicorn: `gunicorn --worker-class gthread --threads 8 testing_app.wsgi:app`."""

import gc

from testing_app import logs
from testing_app.app import believe_proxies, create_app, open_database
from testing_app.commands.installation import refuse_unless_migrated
from testing_app.settings import settings_from

logs.set_up()
_settings = settings_from()
_database = open_database(_settings)
refuse_unless_migrated(_database)
_database.close()  # connections must not be shared between the processes that are forked now
app = believe_proxies(create_app(_settings, _database), _settings.trusted_proxies)
gc.freeze()  # what was loaded until now lives as long as the process: no collection need look at it again

"""The ground the other tests stand on holds."""

from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.schema import METADATA
from testing_app.vocabulary import Role
from tests.world import World


def test_the_migrated_database_equals_the_models(database: Database) -> None:
    assert migrate.differences(database, METADATA) == []


def test_migrations_go_up_down_and_up_again(database: Database) -> None:
    migrate.downgrade(database)
    migrate.upgrade(database)

    assert migrate.revision_of(database) == migrate.newest_revision()


def test_every_role_has_an_account_to_act_as(world: World) -> None:
    assert all(role in world.act(role).roles for role in Role)

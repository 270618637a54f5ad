"""The floor plan holds for rows and doors too, not only for imports."""

import ast

from django.apps import apps
from django.db.models import Model

from tests.house.source import FLOOR_OF, own_modules

DOORS = {"views", "urls", "admin", "api"}


class TestForeignKeys:
    def test_point_only_downwards(self) -> None:
        upwards = []
        for model in apps.get_models():
            room = model._meta.app_label
            if room not in FLOOR_OF:
                continue
            for field in model._meta.get_fields():
                related = field.related_model
                if not field.concrete or not (isinstance(related, type) and issubclass(related, Model)):
                    continue
                target = related._meta.app_label
                if target in FLOOR_OF and target != room and FLOOR_OF[target] >= FLOOR_OF[room]:
                    upwards.append(f"{model.__name__}.{field.name} → {target}")

        assert not upwards

    def test_do_not_exist_in_the_book(self) -> None:
        fields = [field for model in apps.get_app_config("audit").get_models() for field in model._meta.get_fields()]

        assert not [field.name for field in fields if field.is_relation]


class TestDoors:
    def test_belong_to_their_own_room(self) -> None:
        crossing = []
        for module in own_modules():
            if module.room == "config":
                continue
            for node in ast.walk(module.tree):
                if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("brobygger."):
                    continue
                room, *rest = (node.module or "").split(".")[1:]
                if room != module.room and rest and rest[0] in DOORS:
                    crossing.append(f"{module.where(node)} imports {node.module}")

        assert not crossing


class TestEveryRoom:
    def test_has_a_floor(self) -> None:
        assert {module.room for module in own_modules()} <= set(FLOOR_OF)

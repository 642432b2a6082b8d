"""The shape of the house: imports run downwards, page types and actions keep their promises."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import Page

from moderation.models import GatedMixin

ROOT = Path(__file__).resolve().parent.parent
ADDED_UNDER = {
    "HomePage": {"FocusGroupIndexPage", "OutcomeIndexPage", "ContentPage"},
    "FocusGroupPage": {"OutcomePage"},
}
ROOMS = ("scm_site", "outcomes", "focusgroups", "moderation", "translations", "search", "files", "outbox", "screens")


def page_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, Page) and model.__module__.split(".")[0] in ROOMS]


def each(models: list[type[Page]]) -> list:
    return [pytest.param(model, id=model.__name__) for model in models]


def actions() -> list:
    """The verbs: the functions that a room's ``actions`` package offers to others."""
    found = []
    for room in ROOMS:
        if (ROOT / room / "actions").is_dir():
            offered = import_module(f"{room}.actions")
            verbs = [getattr(offered, name) for name in offered.__all__]
            found += [pytest.param(verb, id=f"{room}.{verb.__name__}") for verb in verbs if inspect.isfunction(verb)]
    return found


def test_imports_run_downwards_only():
    lint = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert lint.returncode == 0, lint.stdout


def test_a_lower_room_never_names_the_roof():
    """Neither in an import nor in a template, a tag, a setting or an address: another site can install it."""
    files = [path for room in ROOMS[1:] for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".html", ".txt"}]

    reaching_up = [
        path.relative_to(ROOT).as_posix() for path in files if "scm_site" in path.read_text(encoding="utf-8")
    ]

    assert reaching_up == []


@pytest.mark.parametrize("model", each([Page, *page_types()]))
def test_a_page_type_has_its_place_in_the_tree(model):
    """What the admin offers to add under a page: homes come with their language, groups with the set-up form."""
    offered = {page_type.__name__ for page_type in model.creatable_subpage_models()}

    assert offered == ADDED_UNDER.get(model.__name__, set())


@pytest.mark.parametrize("model", each(page_types()))
def test_a_page_type_says_whether_it_is_found(model):
    assert "search_kind" in vars(model)


@pytest.mark.parametrize("model", each([model for model in page_types() if issubclass(model, GatedMixin)]))
def test_a_gated_page_type_names_its_content(model):
    fields = {field.name for field in model._meta.get_fields()}

    assert "title" in model.sealed_fields
    assert set(model.sealed_fields) <= fields


@pytest.mark.parametrize("model", each([model for model in page_types() if issubclass(model, GatedMixin)]))
def test_what_readers_see_of_a_gated_page_is_its_content(model):
    """A field of a gated page that is translated is text for readers, so quality control must judge it."""
    translated = {field.field_name for field in model.translatable_fields} - {"slug"}

    assert translated <= set(model.sealed_fields)


@pytest.mark.parametrize("model", each(page_types()))
def test_a_page_type_has_a_template_of_its_own(model):
    shared_with = [other for other in page_types() if other is not model and other.template == model.template]

    assert shared_with == []
    try:
        get_template(model.template)
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{model.__name__} has no template: {missing}")


@pytest.mark.parametrize("verb", actions())
def test_an_action_takes_keywords_only(verb):
    positional = [
        name
        for name, parameter in inspect.signature(verb).parameters.items()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]

    assert positional == []


@pytest.mark.parametrize("verb", actions())
def test_an_action_says_what_it_does(verb):
    assert inspect.getdoc(verb)


# Errors that tell a programmer or an operator; every other one is read by a person on a screen.
NOT_FOR_READERS = {
    "CommandError",
    "Http404",
    "Immutable",
    "ImproperlyConfigured",
    "NotImplementedError",
    "TypeError",
    "UnknownVersion",
    "ValueError",
}


def untranslated_refusals(tree: ast.AST) -> list[str]:
    """The sentences that a ``raise`` gives as they stand, without ``_()``."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            continue
        name = getattr(node.exc.func, "attr", getattr(node.exc.func, "id", ""))
        if name not in NOT_FOR_READERS:
            found += [sentence for argument in node.exc.args for sentence in _bare_texts(argument)]
    return found


def _bare_texts(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and " " in node.value else []
    return [text for child in ast.iter_child_nodes(node) for text in _bare_texts(child)]


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('raise PermissionDenied("Not yours.")', ["Not yours."]),
        ('raise actions.NotReady(f"{page} is not ready.")', [" is not ready."]),
        ('raise NotReady("It lacks %s." % field)', ["It lacks %s."]),
        ('raise ValidationError({"file": "It is empty."})', ["It is empty."]),
        ('raise NotReady(_("It lacks %(field)s.") % {"field": field})', []),
        ("raise PermissionDenied(reason)", []),
        ('raise ValueError("Say why.")', []),
    ],
)
def test_a_sentence_that_is_not_translated_is_seen(source, sentences):
    assert untranslated_refusals(ast.parse(source)) == sentences


@pytest.mark.parametrize("room", ROOMS[1:])
def test_a_lower_room_names_no_address_of_the_roof(room):
    """An address without a namespace is the site's own; Wagtail's are everybody's."""
    named = re.compile(r"""(?:reverse\(|redirect\(|{% url )["'](?!wagtail)(\w+)["']""")
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and (names := named.findall(path.read_text(encoding="utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize("room", ROOMS[1:])
def test_a_refusal_speaks_the_readers_language(room):
    untranslated = {
        path.relative_to(ROOT).as_posix(): sentences
        for path in (ROOT / room).rglob("*.py")
        if (sentences := untranslated_refusals(ast.parse(path.read_text(encoding="utf-8"))))
    }

    assert untranslated == {}


def test_rules_know_neither_django_nor_the_clock():
    for path in ROOT.glob("*/rules.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

        assert not [name for name in imported if name.split(".")[0] in {"django", "wagtail"}], path
        assert not called & {"today", "now", "utcnow"}, path


def test_a_query_module_writes_nothing():
    writing = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "delete"}
    for path in ROOT.glob("*/querysets.py"):
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }

        assert not called & writing, path


def test_only_the_gate_and_the_search_listen_to_saves():
    """What happens is told by verbs; a receiver of ``post_save`` would hide it. The search follows Wagtail's own index."""
    listening = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "post_save.connect" in path.read_text(encoding="utf-8")
    ]

    assert listening == ["moderation/receivers.py", "search/receivers.py"]

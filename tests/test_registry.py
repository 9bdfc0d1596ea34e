"""Providers, checklists and the checks of installed packages."""

import sys
from importlib.metadata import EntryPoint, entry_points
from types import SimpleNamespace

import pytest

from golive import registry
from golive.check import Area, Check
from golive.errors import ProfileError, UsageError
from golive.finding import seen
from golive.registry import built_in, catalogue, load_checklist, load_data, load_provider, provider_ids
from golive.result import Status


def sample(check_id="code.ours") -> Check:
    def function(_ctx):
        yield seen("looked")

    return Check(check_id, Area.CODE, "title", "guide", "remedy", function)


class FakeEntry(SimpleNamespace):
    """An entry point of a package that is not really installed."""

    def load(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


def entry(value, name="acme-checks", version="1.2", module="acme_checks"):
    return FakeEntry(name="checks", module=module, value=value, dist=SimpleNamespace(name=name, version=version))


@pytest.fixture
def installed(monkeypatch):
    def install(*entries):
        monkeypatch.setattr(registry, "_entry_points", lambda: list(entries))

    return install


def test_the_built_in_checks_are_offered_through_the_entry_point_that_others_use():
    [own] = [one for one in entry_points(group=registry.GROUP) if one.dist.name == "golive"]
    assert own.value == "golive_checks:CHECKS"  # its type may be that of the backport, once keyring was loaded
    assert own.load() == built_in().checks


def test_packages_without_checks_are_told_by_the_names_of_their_files(tmp_path, monkeypatch):
    (tmp_path / "golive-1.dist-info").mkdir()
    (tmp_path / "golive-1.dist-info" / "entry_points.txt").write_text(
        "[golive.checks]\ngolive = golive_checks:CHECKS\n"
    )
    (tmp_path / "acme-1.dist-info").mkdir()
    (tmp_path / "file.egg-info").write_text("no folder")
    assert not registry._may_name_checks(str(tmp_path))
    (tmp_path / "acme-1.dist-info" / "entry_points.txt").write_text("[golive.checks]\nacme = acme:CHECKS\n")
    assert registry._may_name_checks(str(tmp_path))
    assert not registry._may_name_checks(str(tmp_path / "absent"))
    assert registry._may_name_checks(str(tmp_path / "file.egg-info"))
    for name in ("acme", "golive"):
        (tmp_path / f"{name}-1.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert {one.dist.name for one in registry._entry_points()} == {"acme", "golive"}


def test_checks_of_another_package_come_after_the_built_in_ones(installed):
    installed(entry((sample(),)))
    known = catalogue()
    assert known.checks[-1].id == "code.ours"
    assert known.origins["code.ours"] == "acme-checks"
    assert [(plugin.name, plugin.version, plugin.problem) for plugin in known.plugins] == [("acme-checks", "1.2", None)]


def test_a_repeated_id_is_an_error_that_names_both_packages(installed):
    installed(entry((sample("code.secrets"),)))
    with pytest.raises(UsageError, match=r"acme-checks and golive both bring a check code\.secrets"):
        catalogue()
    installed(entry((sample(), sample())))
    with pytest.raises(UsageError, match="acme-checks and acme-checks"):
        catalogue()


def test_a_package_cannot_bring_what_golive_has_planned(installed):
    installed(entry((sample(built_in().planned[0]),)))
    with pytest.raises(UsageError, match="a name that golive keeps for a check of its own"):
        catalogue()


def test_a_package_that_does_not_load_is_one_broken_result(installed):
    installed(entry(ImportError("no module named acme")), entry((sample(),), name="beta"))
    known = catalogue()
    [broken] = known.broken
    assert (broken.id, broken.status) == ("plugin.acme-checks", Status.ERROR)
    assert "ImportError: no module named acme" in broken.reason
    assert known.checks[-1].id == "code.ours"


@pytest.mark.parametrize("value", [("text",), 7, (sample(), None)])
def test_a_package_whose_list_holds_no_checks_is_broken(installed, value):
    installed(entry(value))
    [broken] = catalogue().broken
    assert broken.status is Status.ERROR


def test_a_package_in_the_judged_repository_is_not_imported_unless_trusted(installed, tmp_path, monkeypatch):
    package = tmp_path / "repo_checks"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('the repository ran code')")
    monkeypatch.syspath_prepend(str(tmp_path))
    real = EntryPoint(name="checks", value="repo_checks:CHECKS", group=registry.GROUP)
    vars(real)["dist"] = SimpleNamespace(name="repo-checks", version="0")
    installed(real)
    known = catalogue(tmp_path)
    [waiting] = known.broken
    assert (waiting.status, waiting.origin) == (Status.UNKNOWN, "repo-checks")
    assert "--trust" in waiting.reason
    assert "repo_checks" not in sys.modules
    (package / "__init__.py").write_text("CHECKS = ()")
    assert catalogue(tmp_path, trusted=True).broken == ()


def test_patterns_select_checks():
    known = built_in()
    assert known.select((), ()) == frozenset(known.ids())
    assert known.select(("settings.*",), ("*.separation",)) == frozenset(
        check_id for check_id in known.ids() if check_id.startswith("settings.") and check_id != "settings.separation"
    )


def test_a_pattern_that_matches_nothing_is_an_error_with_the_nearest_id():
    with pytest.raises(UsageError, match=r"did you mean `account\.balance`"):
        built_in().select(("account.balanse",), ())
    with pytest.raises(UsageError, match=r"no check matches 'nothing\.\*'"):
        built_in().select((), ("nothing.*",))


def test_a_check_is_found_by_id_and_an_unknown_one_gets_a_suggestion():
    known = built_in()
    assert known.check("account.clock").id == "account.clock"
    with pytest.raises(UsageError, match=r"did you mean `account\.clock`"):
        known.check("account.clok")
    with pytest.raises(UsageError, match="not built yet"):
        known.check(known.planned[0])


def test_providers_are_the_folders_of_the_package():
    assert "anton" in provider_ids()
    assert load_provider("anton").title == "Anton Payments"
    with pytest.raises(UsageError, match="did you mean `anton`"):
        load_provider("antom")


def test_every_provider_has_a_checklist_of_its_own_id():
    for provider_id in provider_ids():
        assert load_checklist(provider_id).provider == provider_id


def test_data_that_does_not_fit_its_type_is_refused_with_its_place(tmp_path):
    from golive.checklist import Checklist

    file = tmp_path / "broken.yaml"
    file.write_text("provider: p\ntitel: t\n")
    with pytest.raises(ProfileError, match=r"broken\.yaml:2:1: .*titel"):
        load_data(Checklist, file)
    file.write_text("")
    with pytest.raises(ProfileError):
        load_data(Checklist, file)

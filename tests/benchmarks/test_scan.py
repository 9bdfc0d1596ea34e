"""
How long a scan of a work tree takes, beside other scanners on the same tree in the same rounds.

    python -m pytest -n0 tests/benchmarks/test_scan.py --benchmark-enable --benchmark-json=benchmarks.json
    GOLIVE_BENCHMARK_TREE=/path/to/repository python -m pytest … scans that instead of a tree made up here

The figures to read are the ratios in `extra_info`: `times_ripgrep` is golive's scan, without the start of Python, over
the whole of `rg --no-unicode -F -f` with the same needles. Aims: 2 with the accelerator; a fifth of gitleaks with the
provider's formats as its only rules, without it. detect-secrets has its own rules, so its figure compares what one gets
by default, and is taken from a sample of the files. Nothing fails on the clock; that all find the same is asserted.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from golive.clock import Deadline, SystemClock
from golive.kind import Kind
from golive.redact import Secret
from golive.registry import load_provider
from golive.repository import parallel
from golive.repository.cache import CleanCache
from golive.repository.detectors.values import Known
from golive.repository.engine import HyperscanEngine, PureEngine
from golive.repository.files import Repository, open_repository
from golive.repository.scanning import Rules, open_clean_cache
from golive.repository.secrets import Scanner
from golive.repository.tree_work import TreeWork

ROUNDS = 7
PLANTED = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
FILES, FILES_WHERE_NOTHING_IS_MEASURED = 4000, 60
SAMPLE = 150
"""Files that detect-secrets gets."""
WORDS = (
    "account amount api balance client config currency customer data default error event export false from function "
    "handler id import index invoice item key list merchant message method name none null object order param path "
    "payment payout provider query request response result return self session status string test this token true type "
    "url user value version webhook __init__ DEFAULT_TIMEOUT MAX_RETRIES API_URL getElementById useState 0x1f 3600"
).split()


def make_tree(folder: Path, files: int) -> None:
    """Write source files, data, minified bundles and images, the same ones every time, with one key in every 500th."""
    made_up = random.Random(7)  # noqa: S311 - the same tree every time
    for index in range(files):
        path = folder / f"part{index % 40}" / f"module{index}"
        path.parent.mkdir(parents=True, exist_ok=True)
        match index % 20:
            case 0:
                content = b"\x89PNG\r\n\x1a\n\0\0\0\r" + made_up.randbytes(made_up.randrange(60_000))
                path = path.with_suffix(".png")
            case 1:
                rows = [{made_up.choice(WORDS): made_up.randrange(10**9)} for _ in range(2000)]
                content = json.dumps(rows).encode()
                path = path.with_suffix(".json")
            case _:
                lines = (" ".join(made_up.choices(WORDS, k=9)) for _ in range(made_up.randrange(200)))
                content = "\n".join(f"{'    ' * (number % 4)}{line}" for number, line in enumerate(lines)).encode()
                path = path.with_suffix(".py")
        if index % 500 == 7:
            content += f"\nkey = '{PLANTED}'\n".encode()
        path.write_bytes(content)


class Subject:
    """A tree, and the rules to scan it by."""

    def __init__(self, root: Path) -> None:
        provider = load_provider("anton")
        self.repository: Repository = open_repository(root, deadline=Deadline(SystemClock(), 60.0))
        values = [Secret(PLANTED, "api_key of prod"), Secret("ak_test_Hd83kLq0Zx72mVtPw4Ry", "api_key of sandbox")]
        kinds = (Kind.PRODUCTION, Kind.SANDBOX)
        known = tuple(Known(value, kind) for value, kind in zip(values, kinds, strict=True))
        self.rules = Rules(provider.secret_shapes, known, provider.credential_names)

    def scan(self, engine, *, cache: CleanCache | None = None) -> list[str]:
        clock = SystemClock()
        work = TreeWork(
            repository=self.repository,
            rules=self.rules,
            scanner=Scanner(self.rules.shapes, self.rules.known, self.rules.names, make_engine=engine),
            cache=cache or CleanCache(),
            started=int(clock.now().timestamp() * 1e9) + 10**10,
            deadline=Deadline(clock, 600.0),
            progress=lambda *_: None,
        )
        work.run()
        assert work.undone == []
        return list(work.hits)

    def needles(self) -> set[bytes]:
        return set(Scanner(self.rules.shapes, self.rules.known, self.rules.names)._detectors)


@pytest.fixture(scope="module")
def enabled(request) -> bool:
    return not request.config.getoption("benchmark_disable") or request.config.getoption("benchmark_enable")


@pytest.fixture(scope="module")
def subject(tmp_path_factory, enabled) -> Subject:
    given = os.environ.get("GOLIVE_BENCHMARK_TREE")
    if given and enabled:
        return Subject(Path(given))
    folder = tmp_path_factory.mktemp("tree")
    make_tree(folder, FILES if enabled else FILES_WHERE_NOTHING_IS_MEASURED)
    return Subject(folder)


def timed(action) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def quietly(command: list[str], **options) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, **options)
    assert done.returncode in {0, 1}, command


def ripgrep(subject: Subject, folder: Path) -> list[str]:
    program = shutil.which("rg") or pytest.skip("ripgrep (rg) is not installed")
    needles = folder / "needles"
    needles.write_bytes(b"".join(needle + b"\n" for needle in sorted(subject.needles())))
    return [program, "--no-unicode", "-a", "-c", "-F", "-f", str(needles), str(subject.repository.root)]


def gitleaks(subject: Subject, folder: Path) -> list[str]:
    program = shutil.which("gitleaks") or pytest.skip("gitleaks is not installed")
    rules = folder / "gitleaks.toml"
    shapes = enumerate(subject.rules.shapes)
    rules.write_text(
        "".join(
            f"[[rules]]\nid = 'rule{index}'\nregex = '''{shape.prefix}{shape.rest}'''\nkeywords = ['{shape.prefix}']\n"
            for index, shape in shapes
        ),
        encoding="utf-8",
    )
    report = ["--report-format", "json", "--report-path", str(folder / "report.json"), "--exit-code", "0"]
    return [program, "detect", "--no-git", "--source", str(subject.repository.root), "--config", str(rules), *report]


ENGINES = {
    "pure": lambda subject, _: subject.scan(PureEngine),
    "hyperscan": lambda subject, _: subject.scan(HyperscanEngine),
    "hyperscan, nothing changed since the last run": lambda subject, cache: subject.scan(
        HyperscanEngine, cache=cache()
    ),
}


@pytest.mark.benchmark(group="scan of a work tree")
@pytest.mark.parametrize("beside", [ripgrep, gitleaks], ids=["ripgrep", "gitleaks"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_scan_beside_another_scanner(benchmark, subject, tmp_path, engine, beside):
    if engine.startswith("hyperscan"):
        pytest.importorskip("hyperscan", reason="golive[fast] is not installed")
    command = beside(subject, tmp_path)
    expected = subject.scan(PureEngine)

    def cache() -> CleanCache:
        return open_clean_cache(tmp_path / "cache", subject.repository.root, "files", subject.rules)

    assert ENGINES[engine](subject, cache) == expected
    ours: list[float] = []
    theirs: list[float] = []

    def one_round() -> None:
        theirs.append(timed(lambda: quietly(command)))
        ours.append(timed(lambda: ENGINES[engine](subject, cache)))

    benchmark.pedantic(one_round, rounds=ROUNDS if benchmark.enabled else 1)
    benchmark.extra_info.update(
        files=len(subject.repository.files),
        needles=len(subject.needles()),
        findings=len(expected),
        processors=parallel.processors(),
        golive_ms=round(statistics.median(ours) * 1000),
        other_ms=round(statistics.median(theirs) * 1000),
        **{f"times_{beside.__name__}": round(statistics.median(ours) / statistics.median(theirs), 3)},
    )


@pytest.mark.benchmark(group="scan of a work tree")
def test_a_scan_beside_detect_secrets(benchmark, subject, tmp_path):
    pytest.importorskip("detect_secrets", reason="detect-secrets is not installed")
    names = subject.repository.files[:: max(1, len(subject.repository.files) // SAMPLE)]
    for name in names:
        target = tmp_path / "sample" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(subject.repository.root / name, target)
    sample = Subject(tmp_path / "sample")
    command = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "--no-verify", "."]
    theirs: list[float] = []
    ours: list[float] = []

    def one_round() -> None:
        theirs.append(timed(lambda: quietly(command, cwd=sample.repository.root)))
        ours.append(timed(lambda: sample.scan(PureEngine)))

    benchmark.pedantic(one_round, rounds=1)
    benchmark.extra_info.update(
        files=len(names),
        pure_ms=round(ours[0] * 1000),
        detect_secrets_ms=round(theirs[0] * 1000),
        times_detect_secrets=round(ours[0] / theirs[0], 4),
    )


@pytest.mark.benchmark(group="compiling the needles")
@pytest.mark.parametrize("engine", [PureEngine, HyperscanEngine], ids=["pure", "hyperscan"])
def test_compiling_the_needles(benchmark, subject, engine):
    if engine is HyperscanEngine:
        pytest.importorskip("hyperscan", reason="golive[fast] is not installed")
    needles = subject.needles()
    benchmark(lambda: engine(needles))
    benchmark.extra_info.update(needles=len(needles))

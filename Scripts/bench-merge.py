"""Measures the merge engine, native and in WebAssembly, beside the peers that install from PyPI, and prints the account.

Called by `Scripts/bench merge`, which prepares what it needs. Every measurement is one process; the rounds are
interleaved (everybody once, then everybody again), so that a slow spell of the machine falls on all; figures are medians.
Ratios are between figures of the same run. What Yjs does cannot be measured without npm: it stands in the account as what
it was measured at beside a peer, times that peer in this run; with YJS_MODULE in the environment it is measured itself.
"""
import argparse, collections, gzip, json, os, shutil, statistics, subprocess, sys

TRACES = ["automerge-paper", "friendsforever", "workshop8", "lag2", "offline3"]
# The slowest peer cannot make the histories of the last three in a day's patience.
LORO_TRACES = ["automerge-paper", "friendsforever"]

Row = collections.namedtuple("Row", "name trace task field per peer floor aim yjs wasm_floor")
# floor and aim: of the peer's figure. yjs: Yjs by that peer, as measured beside it. wasm_floor: of Yjs's figure.
RATIOS = [
    Row("local, µs per edit", "automerge-paper", "local", "ns", "ops", "loro", 0.25, 0.07, 4.9 / 1.4, 0.5),
    Row("load cold, ms", "automerge-paper", "load", "ns", None, "loro", 1.5, 0.5, 71.4 / 1.03, 0.5),
    Row("merge warm, ms", "automerge-paper", "merge", "warm_ns", None, "yrs", 1.5, 0.6, 9.47 / 3.51, 1),
    Row("merge warm, ms", "friendsforever", "merge", "warm_ns", None, "loro", 0.4, 0.12, 12 / 32.1, 2),
    Row("merge warm, ms", "offline3", "merge", "warm_ns", None, "yrs", 3, 1, 6.28 / 0.465, 2),
    Row("stream, mean µs", "friendsforever", "stream", "ns", "frames", "yrs", 4, 1, 9.07 / 2.7, 2),
    Row("stream, mean µs", "workshop8", "stream", "ns", "frames", "yrs", 6, 2, 11.3 / 2.05, 2),
    Row("stream, mean µs", "lag2", "stream", "ns", "frames", "yrs", 6, 2, 18 / 1.98, 2),
    Row("live lag 0, remote p95 µs", "automerge-paper", "live0", "remote.p95_us", None, "yrs", 2, 0.3, 56.9 / 8.46, 1),
    Row("live lag 10, remote p95 µs", "automerge-paper", "live10", "remote.p95_us", None, "yrs", 5, 2, 44.9 / 8.07, 2),
]
Limit = collections.namedtuple("Limit", "name trace value digits floor aim wasm_floor")


def parse():
    arguments = argparse.ArgumentParser(prog="Scripts/bench merge")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--trace", action="append", choices=TRACES, help="only these traces")
    arguments.add_argument("--no-wasm", action="store_true")
    arguments.add_argument("--no-peers", action="store_true", help="only the product: no ratios")
    arguments.add_argument("--root", required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--tools", required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--traces", required=True, help=argparse.SUPPRESS)
    return arguments.parse_args()


class Bench:
    def __init__(self, options):
        self.options = options
        self.work = os.path.join(options.root, ".build-bench")
        self.traces = [t for t in TRACES if not options.trace or t in options.trace]
        self.records = []
        self.builds = {}
        peer_tool = os.path.join(options.tools, "peer_py.py")
        python = os.path.join(self.work, "venv/bin/python")
        self.programs = {"native": [os.path.join(options.root, ".build/release/udkast-bench")]}
        if not options.no_wasm:
            self.programs["wasm"] = ["node", os.path.join(options.root, "Scripts/bench-engine.mjs")]
        if not options.no_peers:
            self.programs["yrs"] = [python, peer_tool, "pycrdt"]
            self.programs["loro"] = [python, peer_tool, "loro"]
            if os.environ.get("YJS_MODULE"):
                self.programs["yjs"] = ["node", os.path.join(options.tools, "peer_yjs.mjs")]

    def knows(self, program, trace):
        return program != "loro" or trace in LORO_TRACES

    def trace_file(self, trace):
        """The trace in ASCII: peers count other characters in different units."""
        path = os.path.join(self.work, "traces", trace + ".json")
        if os.path.exists(path): return path
        os.makedirs(os.path.dirname(path), exist_ok=True)
        source = os.path.join(self.options.traces, trace + ".json.gz")
        if not os.path.exists(source):
            source = os.path.join(self.work, "traces", trace + ".json.gz")
            tool = os.path.join(self.options.tools, "gen_traces.mjs")
            subprocess.run(["node", tool, trace, "1", source], check=True, stdout=sys.stderr)
        with gzip.open(source, "rt", encoding="utf-8") as file: content = json.load(file)
        ascii_only = lambda text: "".join(c if ord(c) < 128 else "_" for c in text)
        for transaction in content["txns"]:
            transaction["patches"] = [[at, deleted, ascii_only(new)] for at, deleted, new in transaction["patches"]]
        content["endContent"] = ascii_only(content["endContent"])
        with open(path, "w") as file: json.dump(content, file)
        return path

    def call(self, program, trace, task, words):
        print(f"  {task} {trace} {program}", file=sys.stderr, flush=True)
        done = subprocess.run(self.programs[program] + words, capture_output=True, text=True, timeout=1800)
        if done.returncode != 0: sys.exit(f"{program}: {' '.join(words)} failed: {done.stderr[-500:]}")
        record = json.loads(done.stdout.strip().splitlines()[-1])
        record.update(program=program, of=trace, task=task)
        self.records.append(record)
        return record

    def build(self, program, trace):
        """The product's files are made each time; a peer's are kept, they take minutes."""
        folder = os.path.join(self.work, "built", program, trace)
        account = os.path.join(folder, "build.json")
        if program in ("native", "wasm") or not os.path.exists(account):
            shutil.rmtree(folder, ignore_errors=True)
            record = self.call(program, trace, "build", ["build", self.trace_file(trace), folder])
            with open(account, "w") as file: json.dump(record, file)
        with open(account) as file: self.builds[program, trace] = json.load(file)
        return folder

    def measure(self):
        folders = {}
        for trace in self.traces:
            self.trace_file(trace)
            for program in self.programs:
                if self.knows(program, trace): folders[program, trace] = self.build(program, trace)
        for _ in range(self.options.rounds):
            for trace in self.traces:
                for program in self.programs:
                    if (program, trace) in folders: self.round(program, trace, folders[program, trace])

    def round(self, program, trace, folder):
        call = lambda task, *words: self.call(program, trace, task, list(words))
        saved, history, updates = (os.path.join(folder, name + ".bin") for name in ("saved", "history", "updates"))
        call("merge", "merge", history, "11")
        if trace == "automerge-paper":
            call("local", "local", self.trace_file(trace))
            call("load", "load", saved)
            call("merge-cold", "merge", history)
            call("live0", "live", saved, "1000", "0")
            call("live10", "live", saved, "1000", "10")
            if program in ("native", "wasm"):
                call("live-short", "live", saved, "250", "10")
                call("live-long", "live", saved, "2000", "10")
        elif trace != "offline3":
            call("stream", "stream", updates)

    def median(self, program, trace, task, field):
        values = []
        for record in self.records:
            if (record["program"], record["of"], record["task"]) != (program, trace, task): continue
            value = record
            for part in field.split("."): value = value[part]
            if value is not None: values.append(value)
        return statistics.median(values) if values else None

    def figure(self, program, row):
        value = self.median(program, row.trace, row.task, row.field)
        if value is None: return None
        if row.per: return value / self.median(program, row.trace, row.task, row.per) / 1e3
        return value / 1e6 if row.field.endswith("ns") else value

    def limits(self, program):
        """What is bounded by itself and not by a peer."""
        built = self.builds
        def memory(program):
            """Peak of a merge and rest after opening, in MiB over what was resident before."""
            if program == "wasm":
                # What the module has taken. The process's own is mostly V8's code of the module, said beside it.
                return tuple(self.median(program, "automerge-paper", task, "memory_kb") / 1024 for task in ("merge-cold", "load"))
            over = lambda task, field: self.median(program, "automerge-paper", task, field) - self.median(
                program, "automerge-paper", task, "rss_base_kb")
            return over("merge-cold", "rss_peak_kb") / 1024, over("load", "rss_after_kb") / 1024
        limits = []
        if "automerge-paper" in self.traces:
            short = self.median(program, "automerge-paper", "live-short", "remote.p50_us")
            long = self.median(program, "automerge-paper", "live-long", "remote.p50_us")
            limits.append(Limit("live lag 10, p50 at 2,000 over 250", "automerge-paper", long / short, 2, 1.5, 1.2, 1.5))
        for trace, floor, aim in (("automerge-paper", 205, 110), ("friendsforever", 42, 36), ("workshop8", 80, 45)):
            if (program, trace) in built:
                size = built[program, trace]["history_bytes"] / 1000
                limits.append(Limit("history, kB", trace, size, 1, floor, aim, floor))
        for trace in ("automerge-paper", "workshop8"):
            if (program, trace) in built:
                each = built[program, trace]["updates_bytes"] / built[program, trace]["txns"]
                limits.append(Limit("wire bytes per typed edit", trace, each, 1, 14, 10, 14))
        if "automerge-paper" in self.traces:
            # What Yjs took in another run, where it is not in this one.
            yjs_peak, yjs_rest = (7.9, 6.9) if "yjs" not in self.programs else memory("yjs")
            peak, rest = memory(program)
            limits.append(Limit("merge peak over base, MiB", "automerge-paper", peak, 2, 4, 1.6, yjs_peak))
            limits.append(Limit("document at rest over base, MiB", "automerge-paper", rest, 2, 1.5, 0.7, yjs_rest))
            if program == "wasm":
                peak = (self.median(program, "automerge-paper", "merge-cold", "rss_peak_kb")
                        - self.median(program, "automerge-paper", "merge-cold", "rss_base_kb")) / 1024
                limits.append(Limit("the process's peak with V8's code, MiB", "automerge-paper", peak, 2, 4, 1.6, yjs_peak))
        return limits

    def tell(self):
        rows = [row for row in RATIOS if row.trace in self.traces]
        if not self.options.no_peers:
            heading("Native", "peer", "ratio")
            for row in rows:
                own, peer = self.figure("native", row), self.figure(row.peer, row)
                tell(row, own, f"{row.peer} {show(peer)}", own / peer, row.floor, row.aim)
        else:
            heading("Native", "", "")
            for row in rows: print(f"| {row.name} | {row.trace} | {show(self.figure('native', row))} | | | | | |")
        for limit in self.limits("native"): tell_limit(limit, limit.floor, limit.aim)
        if "wasm" in self.programs:
            print()
            heading("WebAssembly in Node", "Yjs", "ratio")
            for row in rows:
                own = self.figure("wasm", row)
                yjs, source = self.figure("yjs", row) if "yjs" in self.programs else None, "measured"
                if yjs is None and row.peer in self.programs:
                    yjs, source = self.figure(row.peer, row) * row.yjs, f"{show(row.yjs)} × {row.peer}"
                if yjs is None: print(f"| {row.name} | {row.trace} | {show(own)} | | | | | |")
                else: tell(row, own, f"{show(yjs)} ({source})", own / yjs, row.wasm_floor, None)
            for limit in self.limits("wasm"): tell_limit(limit, limit.wasm_floor, None)
            size = os.path.getsize(os.path.join(self.options.root, "Web/engine/engine.wasm.gz")) / 1000
            tell_limit(Limit("download, gzip, kB", "", size, 1, 100, None, 100), 100, None)
        print("\n" + self.agreement())

    def agreement(self):
        """Whether the product ends everywhere with the text that the trace states, and live replicas agree."""
        wrong = []
        for (program, trace), built in self.builds.items():
            if program in ("native", "wasm") and not built["ok"]: wrong.append(f"build {trace} {program}")
        for record in self.records:
            if record["program"] not in ("native", "wasm"): continue
            stated = self.builds[record["program"], record["of"]]["sha256"]
            texts_differ = record["task"] in ("load", "merge", "merge-cold", "stream") and record["sha256"] != stated
            if texts_differ or record.get("ok") is False:
                wrong.append(f"{record['task']} {record['of']} {record['program']}")
        return "other text than stated: " + ", ".join(sorted(set(wrong))) if wrong else "every text as stated"


def show(value):
    if value is None: return "–"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def heading(title, beside, ratio):
    print(f"| {title} | trace | Udkast | {beside} | {ratio} | floor | aim | |\n|---|---|--:|--:|--:|--:|--:|---|")


def verdict(value, floor, aim):
    """With formats 1.5 times the floor is allowed: said apart."""
    if value is None: return "–"
    if aim is not None and value <= aim: return "aim"
    if value <= floor: return "ok"
    return "ok × 1.5" if value <= 1.5 * floor else "MISSED"


def tell(row, own, peer, ratio, floor, aim):
    print(f"| {row.name} | {row.trace} | {show(own)} | {peer} | {show(ratio)} | {show(floor)} | {show(aim)} "
          f"| {verdict(ratio, floor, aim)} |")


def tell_limit(limit, floor, aim):
    value = "–" if limit.value is None else f"{limit.value:.{limit.digits}f}"
    print(f"| {limit.name} | {limit.trace} | {value} | | | {show(floor)} | {show(aim)} | {verdict(limit.value, floor, aim)} |")


bench = Bench(parse())
bench.measure()
with open(os.path.join(bench.work, "merge.json"), "w") as file: json.dump(bench.records, file, indent=0)
bench.tell()

"""Time several implementations of one thing in turn, and compare what they computed."""

import statistics
import time
from dataclasses import dataclass, field

WARM_UP = 2  # seconds that an implementation runs before it is timed
ROUND = 0.3  # seconds of one implementation in one round
SLOW = 20  # seconds; what takes longer is not repeated
LEAST, QUICK = 3, 2  # rounds, in any case, of what takes less than 2 seconds
CLOSE = 1e-3  # relative: what values that should be equal may differ by


@dataclass
class Outcome:
    """What came of one implementation: times, or a problem."""

    rounds: list = field(default_factory=list)  # of milliseconds of each repeat
    problem: tuple = ()  # its kind (memory, > 60 s, error, died), and words
    loss: float = 0
    gradient: float = 0
    mining: list = field(default_factory=list)  # milliseconds that the loss took of each repeat
    peak: int = 0  # bytes of RAM that its process held
    repeats: int = 0  # in a round; 0: not to be asked again

    @property
    def hopeless(self):
        """Whether something larger needs not be tried."""
        return bool(self.problem) and self.problem[0] not in ("error", "died")

    @property
    def quick(self):
        """Whether its rounds cost little time."""
        return bool(self.rounds) and sum(self.rounds[-1]) < QUICK * 1000

    @property
    def median(self):
        """Milliseconds; None if there was a problem."""
        times = [time for milliseconds in self.rounds for time in milliseconds]
        return statistics.median(times) if times and not self.problem else None

    def take(self, answer, timed=True):
        """Note an answer; returns the milliseconds of its repeats, none after a problem."""
        if "milliseconds" not in answer:
            self.problem, self.repeats = next(iter(answer.items())), 0
            return []
        self.loss, self.gradient = answer["loss"], answer.get("gradient", 0)
        if timed:
            self.rounds.append(answer["milliseconds"])
            self.mining += answer.get("mining", [])
        return answer["milliseconds"]

    @property
    def mining_share(self):
        """Of the median that mining and loss took; None if it was not told."""
        return statistics.median(self.mining) / self.median if self.mining and self.median \
            else None

    def facts(self):
        """For the JSON file."""
        return {"median": self.median, "rounds": [statistics.median(r) for r in self.rounds],
                "repeats": [len(r) for r in self.rounds], "problem": " ".join(self.problem),
                "loss": self.loss, "gradient": self.gradient, "peak": self.peak,
                "mining share": self.mining_share}


def rising(workers, cases, options):
    """Measure cases one by one; what is too much for a worker is not tried with a larger one.

    cases: (case, request), the smallest batch first. Yields (case, {name: Outcome}).
    """
    hopeless = {}
    for case, request in cases if workers else ():
        able = [worker for worker in workers if worker.name not in hopeless]
        outcomes = measure(able, request, options.rounds, options.seconds, options.timeout)
        for name, outcome in outcomes.items():
            if outcome.hopeless:
                too_much = f"not tried, as B = {case['batch']} was too much"
                hopeless[name] = Outcome(problem=(outcome.problem[0], too_much))
        yield case, {worker.name: outcomes.get(worker.name) or hopeless[worker.name]
                     for worker in workers}


def measure(workers, request, rounds, seconds, timeout):
    """Ask all workers in turn, `rounds` times or until `seconds` are over; {name: Outcome}.

    When they are over, what is quick still comes to its least number of rounds.
    """
    outcomes = {}
    for worker in workers:
        outcomes[worker.name] = warm_up(worker, request, timeout)
        worker.rest()
    end = time.monotonic() + seconds
    for number in range(rounds):
        late = number and time.monotonic() > end
        if late and number >= LEAST:
            break
        for worker in workers:
            outcome = outcomes[worker.name]
            if late and not outcome.quick:
                continue
            if outcome.repeats and not worker.process:  # started anew, so it is cold
                outcome.take(worker.ask(dict(request, repeats=1), timeout), timed=False)
            while outcome.repeats and worker.settling:
                more = worker.ask(dict(request, repeats=outcome.repeats), timeout)
                outcome.take(more, timed=False)
            if outcome.repeats:
                outcome.take(worker.ask(dict(request, repeats=outcome.repeats), timeout))
                outcome.peak = max(outcome.peak, worker.peak)
                worker.rest()
    return outcomes


def warm_up(worker, request, timeout):
    """Let compilers do their work, and find out how many repeats fill a round."""
    outcome, spent, repeats = Outcome(), 0, 1
    while spent < WARM_UP or worker.settling:
        answer = worker.ask(dict(request, repeats=repeats), timeout)
        outcome.peak = max(outcome.peak, worker.peak)
        times = outcome.take(answer, timed=False)
        if not times:
            return outcome
        spent += sum(times) / 1000
        repeats *= 2 if sum(times) < 1000 else 1
    if max(times) > SLOW * 1000:
        outcome.rounds.append(times)
    else:
        each = max(statistics.median(times), 1e-3)
        outcome.repeats = min(1000, max(1, int(ROUND * 1000 / each)))
    return outcome


def disagreements(outcomes):
    """Names of those whose loss or gradient is not that of the first, with both."""
    done = {name: outcome for name, outcome in outcomes.items() if outcome.rounds}
    first = next(iter(done.values()), None)
    for name, outcome in done.items():
        for what in ("loss", "gradient"):
            wanted, value = getattr(first, what), getattr(outcome, what)
            if not abs(value - wanted) <= CLOSE * abs(wanted):  # so that NaN is one too
                yield f"{name}: {what} {value:.6g}, but {next(iter(done))}: {wanted:.6g}"

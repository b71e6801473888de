package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run of a notebook with its solutions must have printed. */
final class Outcome {

    private static final Pattern BAND =
            Pattern.compile("✓ (.+) = (\\S+), expected (\\S+) to (\\S+)");
    private static final Pattern MISSED = Pattern.compile("✗ .*at the defaults.*");
    private static final int CHECKS = 5;
    private static final Pattern LOADS =
            Pattern.compile("<(script|link|img)[^>]+(src|href)=[\"']https?:");

    private Outcome() {}

    static void assertHolds(Notebook notebook, Notebook executed) {
        assertExercises(notebook, executed.code());
        assertValues(executed.printed());
        executed.cells().stream().flatMap(Notebook.Cell::html).forEach(Outcome::assertLoadsNothing);
    }

    static void assertFits(Notebook notebook, long peakBytes) {
        assertTrue(
                peakBytes <= notebook.memoryBytes(),
                () ->
                        "%s took %.2f GB, and states %.2f"
                                .formatted(
                                        notebook, peakBytes / 1e9, notebook.memoryBytes() / 1e9));
    }

    static void assertLoadsNothing(String html) {
        assertFalse(LOADS.matcher(html).find(), "the page loads from the network");
    }

    /** Each check was run on the stub, on each mistake and on the solution. */
    private static void assertExercises(Notebook notebook, List<Notebook.Cell> executed) {
        int answers = 0; // what stands beside them answers open questions
        for (String kind : List.of("solution", "mistake")) {
            answers += notebook.solutions().exercises(kind).size();
        }
        assertEquals(notebook.code().size() + 2 * answers, executed.size());
        for (int i = 1; i < executed.size(); i++) {
            Notebook.Cell answer = executed.get(i - 1);
            String[] lines = executed.get(i).printed().strip().split("\\R");
            String verdict = lines[lines.length - 1];
            assertVerdict("○ exercise %s is not solved yet", answer.exercise("exercise"), verdict);
            assertVerdict("✗ exercise %s: ", answer.exercise("mistake"), verdict);
            assertVerdict("✓ exercise %s is solved", answer.exercise("solution"), verdict);
        }
    }

    private static void assertVerdict(String expected, Optional<String> exercise, String verdict) {
        exercise.ifPresent(id -> assertTrue(verdict.startsWith(expected.formatted(id)), verdict));
    }

    /** The notebook's own checks, read from what it printed and checked once more. */
    private static void assertValues(String printed) {
        assertEquals(
                List.of(), printed.lines().filter(MISSED.asMatchPredicate()).toList(), "missed");
        long checks = printed.lines().filter(line -> line.startsWith("✓")).count();
        assertTrue(checks >= CHECKS, checks + " checks only: " + printed);
        Matcher band = BAND.matcher(printed);
        while (band.find()) {
            double value = Double.parseDouble(band.group(2));
            assertTrue(value >= Double.parseDouble(band.group(3)), band.group());
            assertTrue(value <= Double.parseDouble(band.group(4)), band.group());
        }
    }
}

package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook, executed by a Jupyter client on the kit's own kernel in short settings. */
class NotebooksIT {

    private static final Path OUT = Lab.targetFolder("notebooks-short");
    private static final Pattern BAND =
            Pattern.compile("✓ (.+) = (\\S+), expected (\\S+) to (\\S+)");
    private static final int CHECKS = 5;
    private static final Pattern LOADS =
            Pattern.compile("<(script|link|img)[^>]+(src|href)=[\"']https?:");

    private static List<Notebook> all() {
        return Notebook.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void runsAndItsValuesHold(Notebook notebook) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--run", notebook.name(), "--solutions"));
        notebook.shortSettings()
                .forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        arguments.addAll(List.of("--out", OUT.toString()));
        Lab.Result result = Lab.run(arguments.toArray(String[]::new));
        assertEquals(0, result.code(), result.output());
        assertTrue(result.output().contains("1 passed, 0 failed"), result.output());

        Notebook executed = Notebook.read(OUT.resolve(notebook.file().getFileName()));
        assertExercises(notebook, executed);
        assertValues(executed.printed());
        String html = Files.readString(OUT.resolve(notebook.name() + ".html"));
        assertFalse(LOADS.matcher(html).find(), "the page loads from the network");
    }

    /** Each check was run on the stub, on each mistake and on the solution. */
    private static void assertExercises(Notebook notebook, Notebook executed) {
        int answers = notebook.solutions().code().size();
        assertEquals(notebook.code().size() + 2 * answers, executed.code().size());
        for (int i = 1; i < executed.code().size(); i++) {
            Notebook.Cell answer = executed.code().get(i - 1);
            String[] lines = executed.code().get(i).printed().strip().split("\\R");
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
        long checks = printed.lines().filter(line -> line.startsWith("✓")).count();
        assertTrue(checks >= CHECKS, checks + " checks only: " + printed);
        Matcher band = BAND.matcher(printed);
        while (band.find()) {
            double value = Double.parseDouble(band.group(2));
            assertTrue(value >= Double.parseDouble(band.group(3)), band.group());
            assertTrue(value <= Double.parseDouble(band.group(4)), band.group());
        }
    }

    @Test
    void aNameThatIsNoNotebookIsAnErrorThatListsThem() {
        Lab.Result result = Lab.run("--run", "99-none");
        assertTrue(result.code() != 0, result.output());
        assertTrue(result.output().contains("00-start-here"), result.output());
    }

    @Test
    void aSettingThatNoNotebookReadsIsAnError() {
        Lab.Result result = Lab.run("--run", "00", "--set", "margn=0.2");
        assertTrue(result.code() != 0, result.output());
        assertTrue(result.output().contains("margn"), result.output());
        assertTrue(result.output().contains("margin"), result.output());
    }

    @Test
    void refreshTakesNoOtherSettings() {
        Lab.Result result = Lab.run("--refresh", "00", "--set", "margin=0.2");
        assertEquals(2, result.code(), result.output());
        assertTrue(result.output().contains("--set"), result.output());
    }

    @Test
    void aSettingThatDoesNotParseFailsInItsCell() {
        Lab.Result result =
                Lab.run("--run", "00", "--set", "margin=wide", "--out", OUT + "-failing");
        assertEquals(1, result.code(), result.output());
        assertTrue(result.output().contains("0 passed, 1 failed"), result.output());
        assertTrue(result.output().contains("TRIPLETLAB_MARGIN"), result.output());
    }
}

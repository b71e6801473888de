package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern LOADS =
            Pattern.compile("<(script|link|img)[^>]+(src|href)=[\"']https?:");

    private static List<Notebook> all() {
        return Notebook.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void runsAndItsValuesHold(Notebook notebook) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--run", notebook.name()));
        notebook.shortSettings()
                .forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        arguments.addAll(List.of("--out", OUT.toString()));
        Lab.Result result = Lab.run(arguments.toArray(String[]::new));
        assertEquals(0, result.code(), result.output());
        assertTrue(result.output().contains("1 passed, 0 failed"), result.output());

        Notebook executed = Notebook.read(OUT.resolve(notebook.file().getFileName()));
        assertEquals(notebook.code().size(), executed.code().size());
        assertValues(executed.printed());
        String html = Files.readString(OUT.resolve(notebook.name() + ".html"));
        assertFalse(LOADS.matcher(html).find(), "the page loads from the network");
    }

    /** The notebook's own checks, read from what it printed and checked once more. */
    private static void assertValues(String printed) {
        assertTrue(printed.contains("✓"), "the notebook checks nothing: " + printed);
        Matcher band = BAND.matcher(printed);
        int bands = 0;
        while (band.find()) {
            bands++;
            double value = Double.parseDouble(band.group(2));
            assertTrue(value >= Double.parseDouble(band.group(3)), band.group());
            assertTrue(value <= Double.parseDouble(band.group(4)), band.group());
        }
        assertTrue(bands > 0, "the notebook holds no value to a band: " + printed);
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
    void aSettingThatDoesNotParseFailsInItsCell() {
        Lab.Result result =
                Lab.run("--run", "00", "--set", "margin=wide", "--out", OUT + "-failing");
        assertEquals(1, result.code(), result.output());
        assertTrue(result.output().contains("0 passed, 1 failed"), result.output());
        assertTrue(result.output().contains("TRIPLETLAB_MARGIN"), result.output());
    }
}

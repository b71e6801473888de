package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What takes long: every notebook at its defaults and at its bounds, by {@code mvn -P long verify}
 * only.
 */
@EnabledIfSystemProperty(named = "tripletlab.long", matches = "true")
class NotebooksInFullIT {

    private static final Path OUT = Lab.targetFolder("notebooks-in-full");

    private static List<Notebook> all() {
        return Notebook.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void holdsInTheMemoryThatItStates(Notebook notebook) {
        Lab.Result result =
                Lab.run("--run", notebook.name(), "--solutions", "--out", OUT.toString());
        assertEquals(0, result.code(), result.output());
        Notebook executed = Notebook.read(OUT.resolve(notebook.file().getFileName()));
        Outcome.assertHolds(notebook, executed);
        if (OS.LINUX.isCurrentOs()) {
            long mebibytes = executed.json().at("/metadata/tripletlab/peak_mib").longValue();
            Outcome.assertFits(notebook, mebibytes << 20);
        }
    }

    /** Each setting at both ends, at small sizes: a reader may choose what the bounds allow. */
    @Test
    void holdsAtTheBoundsOfItsSettings() {
        String out = Lab.targetFolder("notebooks-at-bounds").toString();
        assertPassesWithAll("src/test/python/bounds.py", out);
    }

    /** Notebooks as students hand them in: solutions pass, mistakes fail. */
    @Test
    void isHandedOutAndChecked() {
        assertPassesWithAll("src/test/python/handing_in_full.py");
    }

    /** The real nbgrader gives a solved notebook all points, and an untouched one none. */
    @Test
    void isGradedByNbgrader() {
        assertPassesWithAll("src/test/python/grading.py");
    }

    private static void assertPassesWithAll(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        all().forEach(notebook -> arguments.add(notebook.file().toString()));
        assertEquals(0, Lab.run("--prepare").code());
        Lab.Result result = Lab.python(arguments.toArray(String[]::new));
        System.out.println(result.output());
        assertEquals(0, result.code(), result.output());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneKernelStaysFlat() {
        Lab.Result result = Lab.python("src/test/python/flat_kernel.py");
        System.out.println(result.output());
        assertEquals(0, result.code(), result.output());
    }
}

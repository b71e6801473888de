package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code lab.py --run}: a Jupyter client on the kit's own kernel, without JupyterLab. */
class NotebooksIT {

    private static final Path OUT = Lab.targetFolder("notebooks-short");

    @Test
    void runsWithItsSolutions() throws IOException {
        Notebook notebook = Notebook.all().get(0);
        List<String> arguments = new ArrayList<>(List.of("--run", notebook.name(), "--solutions"));
        notebook.shortSettings()
                .forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        arguments.addAll(List.of("--out", OUT.toString()));
        Lab.Result result = Lab.run(arguments.toArray(String[]::new));
        assertEquals(0, result.code(), result.output());
        assertTrue(result.output().contains("1 passed, 0 failed"), result.output());

        Notebook executed = Notebook.read(OUT.resolve(notebook.file().getFileName()));
        Outcome.assertHolds(notebook, executed);
        Outcome.assertLoadsNothing(Files.readString(OUT.resolve(notebook.name() + ".html")));
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

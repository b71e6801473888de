package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/** Every notebook in short settings, in the real JupyterLab in a real browser. */
class JupyterLabIT {

    private static final Path FOLDER = Lab.targetFolder("browser");

    private static List<Notebook> all() {
        return Notebook.all();
    }

    /** Two at a time: a kernel computes while the other one's page draws. */
    @ParameterizedTest
    @MethodSource("all")
    @Execution(ExecutionMode.CONCURRENT)
    void runAllHoldsAndDrawsTheFigures(Notebook notebook) throws Exception {
        Notebook solved = notebook.solved();
        try (JupyterServer server = JupyterServer.start(environment(notebook.shortSettings()));
                LabPage page = LabPage.open(server.lab(emptyCopy(solved, notebook.name())))) {
            page.command("runmenu:run-all");
            Thread.sleep(1000);
            page.awaitIdle(Duration.ofMinutes(10));
            Notebook executed = page.notebook(notebook.file());
            assertEquals(
                    IntStream.rangeClosed(1, solved.code().size()).boxed().toList(),
                    executed.code().stream().map(Notebook.Cell::executionCount).toList());
            Outcome.assertHolds(notebook, executed);
            server.peakBytes().ifPresent(peak -> Outcome.assertFits(notebook, peak));
            List<Long> withWidgets = page.cellsWithWidgets();
            for (Long cell : withWidgets) {
                int colours = page.colours(page.widget(cell.intValue()));
                page.screenshot(notebook.name() + "-cell-" + cell);
                assertTrue(colours > 5, colours + " colours only in cell " + cell);
            }
            List<Long> withFigures = new ArrayList<>(page.cellsWithFigures());
            withFigures.removeAll(withWidgets);
            assertFalse(withFigures.isEmpty(), "no figure in " + notebook);
            for (Long cell : withFigures) {
                List<Map<String, Object>> figures = page.figures(cell.intValue());
                Thread.sleep(500); // WebGL draws a moment later
                page.screenshot(notebook.name() + "-cell-" + cell);
                for (Map<String, Object> figure : figures) {
                    assertDrawn(page, figure);
                }
            }
            for (Long cell : page.cellsWithControls()) {
                assertEquals("", page.moveControls(cell.intValue()), "cell " + cell);
            }
            for (Long cell : page.cellsWithButtons()) {
                assertButtonAdds(page, cell.intValue());
                page.screenshot(notebook.name() + "-cell-" + cell + "-after-its-button");
            }
            for (Long cell : page.cellsWithControls()) {
                Redraws.ofEach(page, cell.intValue())
                        .forEach((control, took) -> report(notebook, cell, control, took));
            }
        }
    }

    private static void report(Notebook notebook, long cell, String control, List<Long> took) {
        String where = notebook.name() + ", cell " + cell + ", " + control;
        System.out.println(where + ": redraws took (ms) " + took);
    }

    /** A button trains and adds a curve, or a point to each curve, to the one figure. */
    private static void assertButtonAdds(LabPage page, int cell) {
        page.scrollTo(cell);
        String drawn =
                "const plots = seenPlots(arguments[0]); if (plots.length !== 1) return false;"
                        + "const curves = plots[0].calcdata.length;"
                        + "const points = plots[0].calcdata.flat().length;"
                        + "const ready = 'button.mod-primary:not(:disabled)';"
                        + "if (!cell(arguments[0]).querySelector(ready)) return false;";
        page.await(
                "the figure and the button of cell " + cell,
                Duration.ofMinutes(1),
                drawn + "window.before = {curves, points}; return true;",
                cell);
        page.find(cell, "button.mod-primary").click();
        page.await(
                "another curve, or a point more of each, in cell " + cell,
                Duration.ofMinutes(10),
                drawn
                        + "const before = window.before; return curves === before.curves + 1"
                        + " || curves === before.curves && points === before.points + curves;",
                cell);
    }

    private static void assertDrawn(LabPage page, Map<String, Object> figure) throws Exception {
        String text = (String) figure.get("text");
        assertTrue(text.matches("Figure.{20,}"), "no alternative text: " + figure);
        for (String title : List.of("title", "x", "y")) {
            assertTrue(((String) figure.get(title)).length() > 2, "no " + title + ": " + figure);
        }
        if (Boolean.TRUE.equals(figure.get("flat"))) {
            assertTrue((Long) figure.get("marks") > 0, "nothing is drawn: " + figure);
        }
        int colours = page.colours((WebElement) figure.get("element"));
        assertTrue(colours > 5, colours + " colours only: " + figure);
    }

    @Test
    void aStillPictureBecomesTheFigureUnderTheMouse() throws Exception {
        Notebook notebook = Notebook.all().get(0);
        Path copy = FOLDER.resolve("stills.ipynb");
        Files.copy(notebook.file(), copy, StandardCopyOption.REPLACE_EXISTING);
        try (JupyterServer server = JupyterServer.start(Map.of());
                LabPage page = LabPage.open(server.lab(copy))) {
            int cell = page.cellsWithFigures().get(0).intValue();
            WebElement still = page.still(cell);
            page.screenshot("still-picture");
            page.pointTo(still);
            assertDrawn(page, page.figures(cell).get(0));
            page.screenshot("still-picture-under-the-mouse");
            assertFalse(still.isDisplayed(), "the picture is still there beside the figure");
        }
    }

    @Test
    void stoppingTheCellKeepsKernelAndHistory() throws Exception {
        Notebook notebook = Notebook.read(Notebook.FOLDER.resolve("05-training.ipynb"));
        Map<String, String> settings = notebook.shortSettings();
        settings.put("epochs", "1000");
        try (JupyterServer server = JupyterServer.start(environment(settings));
                LabPage page = LabPage.open(server.lab(emptyCopy(notebook, "05-stopped")))) {
            int training = cellWith(notebook, "EasyTrain.fit");
            int curve = cellWith(notebook, "Curves.loss(");
            page.activate(curve);
            page.command("notebook:run-all-above");
            page.await(
                    "the live progress",
                    Duration.ofMinutes(5),
                    "return book.widgets[arguments[0]].model.outputs.length > 0;",
                    training);
            page.scrollTo(training);
            Thread.sleep(5000); // of training
            page.screenshot("05-training-live");
            page.command("notebook:interrupt-kernel");
            page.awaitIdle(Duration.ofMinutes(1));
            page.screenshot("05-training-stopped");
            String stopped = page.outputText(training).toLowerCase(Locale.ROOT);
            assertTrue(stopped.contains("interrupted") || stopped.contains("stopped"), stopped);
            page.activate(curve);
            page.command("notebook:run-cell");
            Thread.sleep(1000);
            page.awaitIdle(Duration.ofMinutes(1));
            assertDrawn(page, page.figures(curve).get(0));
        }
    }

    @Test
    void endingAKernelOrTheServerLeavesNoJvm() throws Exception {
        try (JupyterServer server = JupyterServer.start(Map.of())) {
            JsonNode kernel = startKernel(server);
            ProcessHandle jvm = onlyKernel(server);
            server.request("DELETE", "/api/kernels/" + kernel.path("id").asText(), "");
            assertEnds(jvm);
            startKernel(server);
            jvm = onlyKernel(server);
            server.stop();
            assertEnds(jvm);
        }
    }

    @Test
    void killingTheServerLeavesNoJvm() throws Exception {
        try (JupyterServer server = JupyterServer.start(Map.of())) {
            startKernel(server);
            ProcessHandle jvm = onlyKernel(server);
            server.kill();
            assertEnds(jvm);
        }
    }

    private static JsonNode startKernel(JupyterServer server) throws Exception {
        JsonNode kernel = server.request("POST", "/api/kernels", "{\"name\": \"java\"}");
        Thread.sleep(4000); // until the JVM is up and watches its parent
        return kernel;
    }

    private static ProcessHandle onlyKernel(JupyterServer server) {
        List<ProcessHandle> kernels = server.kernels();
        assertEquals(1, kernels.size(), "a kernel is one JVM: " + kernels);
        return kernels.get(0);
    }

    private static void assertEnds(ProcessHandle jvm) throws InterruptedException {
        for (int i = 0; i < 100 && jvm.isAlive(); i++) {
            Thread.sleep(200);
        }
        assertFalse(jvm.isAlive(), "a JVM is left: " + jvm.pid() + " " + jvm.info());
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach(
                (name, value) ->
                        environment.put(
                                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
                                value));
        return environment;
    }

    /** A copy without outputs under target/: JupyterLab saves what it runs. */
    private static Path emptyCopy(Notebook notebook, String name) throws Exception {
        JsonNode json = notebook.json().deepCopy();
        for (JsonNode cell : json.path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                ((ObjectNode) cell).putArray("outputs");
                ((ObjectNode) cell).putNull("execution_count");
            }
        }
        Path copy = FOLDER.resolve(name + ".ipynb");
        Files.writeString(copy, new ObjectMapper().writeValueAsString(json));
        return copy;
    }

    private static int cellWith(Notebook notebook, String text) {
        for (int i = 0; i < notebook.cells().size(); i++) {
            Notebook.Cell cell = notebook.cells().get(i);
            if (cell.isCode() && cell.source().contains(text)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no cell of " + notebook + " has " + text);
    }
}

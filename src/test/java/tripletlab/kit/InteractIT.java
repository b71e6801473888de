package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Sliders, menus and buttons in the real JupyterLab, over the real kernel. */
class InteractIT {

    private static final Path FOLDER = Lab.targetFolder("browser");
    private static final Duration SOON = Duration.ofMinutes(3);

    /** Cells of the notebook. */
    private static final int SLIDERS = 2;

    private static final int TRAINING = 4;

    private static final List<String> CODE =
            List.of(
                    """
                    import tripletlab.notebook.*;
                    import tripletlab.notebook.live.*;
                    import tripletlab.notebook.widgets.*;
                    """,
                    """
                    import tech.tablesaw.plotly.components.*;
                    import tech.tablesaw.plotly.traces.ScatterTrace;

                    Figure curve(double slope, String kind) {
                        double[] x = new double[200], y = new double[200];
                        for (int i = 0; i < 200; i++) {
                            x[i] = i / 100.0;
                            y[i] = slope * (kind.equals("line") ? x[i] : x[i] * x[i]);
                        }
                        if (slope > 1.5) { throw new IllegalStateException("too steep: " + slope); }
                        String title = String.format(Locale.ROOT, "%s %.2f", kind, slope);
                        return new Figure(Layout.builder(title, "x", "y").build(),
                                ScatterTrace.builder(x, y).build());
                    }
                    """,
                    """
                    System.out.println("above the controls");
                    Interact.with(Control.slider("slope", 0, 2, 0.05, 0.5),
                                    Control.menu("kind", "line", "square"))
                            .show(values -> curve(values.number("slope"), values.choice("kind")));
                    """,
                    """
                    import ai.djl.Model;
                    import ai.djl.basicdataset.cv.classification.Mnist;
                    import ai.djl.ndarray.NDManager;
                    import ai.djl.ndarray.types.Shape;
                    import ai.djl.training.*;
                    import ai.djl.training.dataset.Dataset;
                    import tripletlab.data.MnistData;
                    import tripletlab.loss.TripletLoss;
                    import tripletlab.mining.SemiHardMiner;
                    import tripletlab.model.Networks;
                    import tripletlab.training.TrainingHistory;

                    List<String> trained = new ArrayList<>();

                    void train(double margin, int epochs) throws Exception {
                        TripletLoss loss = TripletLoss.builder()
                                .setMiner(new SemiHardMiner()).optMargin((float) margin).build();
                        TrainingHistory history = new TrainingHistory();
                        try (NDManager manager = NDManager.newBaseManager();
                                Model model = Model.newInstance("conv-2x2")) {
                            model.setBlock(Networks.conv2x2());
                            Mnist digits = Mnist.builder().optManager(manager)
                                    .optRepository(MnistData.repository())
                                    .optUsage(Dataset.Usage.TRAIN).optLimit(640)
                                    .setSampling(32, true, true).build();
                            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                                    .addTrainingListeners(history,
                                            new LiveTraining(history, epochs)))) {
                                trainer.initialize(new Shape(1, 1, 28, 28));
                                EasyTrain.fit(trainer, epochs, digits, null);
                            }
                        } finally {
                            trained.add(margin + ": " + history.batches() + " batches");
                        }
                    }
                    """,
                    """
                    Interact.with(Control.slider("margin", 0, 2, 0.1, 1),
                                    Control.integerSlider("epochs", 1, 1000, 1))
                            .button("Train", values ->
                                    train(values.number("margin"), values.integer("epochs")))
                            .show(values -> "trained: " + trained);
                    """,
                    "\"still here\"");

    @Test
    void slidersAndMenusRedrawAndTheSavedNotebookShowsTheFirstValues() throws Exception {
        Path notebook = notebook("interact", CODE.subList(0, 3));
        try (JupyterServer server = JupyterServer.start(Map.of())) {
            try (LabPage page = LabPage.open(server.lab(notebook))) {
                page.command("runmenu:run-all");
                awaitTitle(page, "line 0.50");
                page.awaitIdle(SOON);
                awaitPanel(page);
                page.screenshot("interact-live");
                assertNoError(page);

                redrawsAsControlsMove(page);
                comesBackWhenThePageIsLoadedAnew(page);
                worksAgainAfterARestart(page);
            }
            shutDownKernels(server);
            assertShowsFirstValues(server, notebook, "interact-reopened");
        }
    }

    private static void redrawsAsControlsMove(LabPage page) throws InterruptedException {
        Redraws.watch(page, SLIDERS);
        WebElement handle = page.find(SLIDERS, ".noUi-handle");
        for (int i = 1; i <= 8; i++) {
            handle.sendKeys(Keys.ARROW_RIGHT);
            awaitTitle(page, "line 0.%d".formatted(50 + 5 * i));
            Thread.sleep(300);
            if (i == 2) { // the first one was drawn anew
                page.script("window.kept = seenPlots(arguments[0])[0];", SLIDERS);
            }
        }
        assertEquals(0.9 * 1.99, (Double) lastY(page), 1e-9);
        System.out.println("redraws took (ms): " + Redraws.noted(page));
        page.screenshot("interact-moved");
        assertEquals(1L, plots(page), "only the newest figure is seen");
        assertEquals(
                true,
                page.script("return seenPlots(arguments[0])[0] === window.kept;", SLIDERS),
                "not drawn in place");

        new Select(page.find(SLIDERS, "select")).selectByVisibleText("square");
        awaitTitle(page, "square 0.90");
        handle.sendKeys(Keys.END);
        awaitText(page, SLIDERS, "too steep: 2.0");
        page.screenshot("interact-error");
        handle.sendKeys(Keys.HOME);
        awaitTitle(page, "square 0.00");
        assertFalse(page.visibleText(SLIDERS).contains("too steep"));
    }

    private static void comesBackWhenThePageIsLoadedAnew(LabPage page) throws InterruptedException {
        page.command("docmanager:save");
        Thread.sleep(2000);
        page.reload();
        awaitTitle(page, "square 0.00");
        awaitPanel(page);
        page.screenshot("interact-page-reloaded");
        page.find(SLIDERS, ".noUi-handle").sendKeys(Keys.ARROW_RIGHT);
        awaitTitle(page, "square 0.05");
    }

    private static void worksAgainAfterARestart(LabPage page) throws InterruptedException {
        page.script("jupyterapp.shell.currentWidget.sessionContext.restartKernel();");
        Thread.sleep(8000);
        assertNoError(page);
        page.command("runmenu:run-all");
        awaitTitle(page, "line 0.50");
        awaitPanel(page);
        page.find(SLIDERS, ".noUi-handle").sendKeys(Keys.ARROW_RIGHT);
        awaitTitle(page, "line 0.55");
        page.command("docmanager:save");
        Thread.sleep(2000);
    }

    @Test
    void aButtonTrainsShowsProgressAndStops() throws Exception {
        Path notebook = notebook("interact-train", CODE);
        try (JupyterServer server = JupyterServer.start(Map.of());
                LabPage page = LabPage.open(server.lab(notebook))) {
            page.command("runmenu:run-all");
            awaitText(page, TRAINING, "trained: []");
            page.scrollTo(TRAINING);
            page.find(TRAINING, "button.mod-primary").click();
            awaitText(page, TRAINING, "1.0: 20 batches]");
            page.screenshot("interact-trained");

            page.script(
                    "cell(arguments[0]).querySelectorAll('.noUi-handle')[1].focus();", TRAINING);
            page.active().sendKeys(Keys.END);
            page.find(TRAINING, "button.mod-primary").click();
            page.await(
                    "the second epoch or a later one", // a fast machine shows few of them
                    SOON,
                    "return /epoch ([2-9]|\\d\\d+) of 1000/.test(cell(arguments[0]).innerText);",
                    TRAINING);
            page.activate(TRAINING + 1);
            page.command("notebook:run-cell");
            awaitText(page, TRAINING + 1, "still here");
            page.find(TRAINING, "button:not(.mod-primary)").click();
            awaitText(page, TRAINING, "training stopped after batch");
            page.screenshot("interact-stopped");
            String text = page.visibleText(TRAINING);
            assertTrue(text.contains("1.0: 20 batches, 1.0: "), text);
            page.find(TRAINING, "button.mod-primary:not(:disabled)");
        }
    }

    private static void assertShowsFirstValues(JupyterServer server, Path notebook, String picture)
            throws Exception {
        try (LabPage page = LabPage.open(server.lab(notebook))) {
            awaitText(page, SLIDERS, "slope = 0.50 · kind = line");
            // A figure that JupyterLab has saved is a picture until its cell runs again.
            page.await(
                    "the figure's picture",
                    SOON,
                    seen(
                            "[...area.querySelectorAll('.jp-OutputArea img')]"
                                    + ".filter(e => e.getClientRects().length)"
                                    + ".some(e => e.naturalWidth > 300)"));
            Thread.sleep(6000); // JupyterLab looks for the widget's model for some seconds
            page.screenshot(picture);
            assertNoError(page);
            String text = page.visibleText(SLIDERS);
            assertTrue(text.contains("above the controls"), text);
        }
    }

    private static void shutDownKernels(JupyterServer server) throws Exception {
        for (JsonNode session : server.request("GET", "/api/sessions", "")) {
            server.request("DELETE", "/api/sessions/" + session.path("id").asText(), "");
        }
        for (int i = 0; i < 50 && !server.kernels().isEmpty(); i++) {
            Thread.sleep(200);
        }
    }

    private static void awaitTitle(LabPage page, String title) {
        page.await(
                "the figure " + title,
                SOON,
                seen(
                        "[...area.querySelectorAll('.gtitle')]"
                                + ".filter(e => e.getClientRects().length)"
                                + ".map(e => e.textContent).join() === '"
                                + title
                                + "'"));
    }

    private static void awaitPanel(LabPage page) {
        page.await("the slider", SOON, seen("area.querySelector('.noUi-handle')"));
    }

    private static void awaitText(LabPage page, int cell, String text) {
        page.await(
                text,
                SOON,
                "return cell(arguments[0]).querySelector('.jp-OutputArea').innerText"
                        + ".includes(arguments[1]);",
                cell,
                text);
    }

    private static String seen(String condition) {
        return "const area = cell(" + SLIDERS + "); return !!(" + condition + ");";
    }

    private static Object lastY(LabPage page) {
        return page.script("return seenPlots(arguments[0])[0].calcdata[0].pop().y;", SLIDERS);
    }

    private static Object plots(LabPage page) {
        return page.script("return seenPlots(arguments[0]).length;", SLIDERS);
    }

    private static void assertNoError(LabPage page) {
        String text = page.visibleText(SLIDERS);
        assertFalse(text.toLowerCase().contains("error"), text);
        assertFalse(text.contains("Loading widget"), text);
    }

    /** A notebook of these cells under target/. */
    static Path notebook(String name, List<String> code) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode notebook =
                (ObjectNode)
                        Notebook.read(Notebook.FOLDER.resolve("00-start-here.ipynb"))
                                .json()
                                .deepCopy();
        ArrayNode cells = notebook.putArray("cells");
        for (int i = 0; i < code.size(); i++) {
            ObjectNode cell = cells.addObject();
            cell.put("cell_type", "code").put("id", "cell-" + i).put("source", code.get(i));
            cell.putNull("execution_count").putObject("metadata");
            cell.putArray("outputs");
        }
        Path file = FOLDER.resolve(name + ".ipynb");
        Files.writeString(file, json.writeValueAsString(notebook));
        return file;
    }
}

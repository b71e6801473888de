package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The widgets that are dragged, pointed at and drawn on, in the real JupyterLab: what the screen
 * says is compared with a call of the library in another cell.
 */
class WidgetsIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LIVE = ".tripletlab-live ";

    /** Computes the same by the engine, with a loss of the library. */
    private static final String TRIPLET =
            """
            import ai.djl.ndarray.*;
            import ai.djl.ndarray.types.Shape;
            import ai.djl.training.GradientCollector;
            import ai.djl.engine.Engine;
            import tripletlab.notebook.widgets.*;
            import tripletlab.offline.*;

            void say(float margin, float... points) {
                GivenTripletLoss loss = GivenTripletLoss.builder()
                        .setLayout(TripletLayout.INDICES).optMargin(margin).build();
                try (NDManager manager = NDManager.newBaseManager();
                        GradientCollector tape = Engine.getInstance()
                                .newGradientCollector()) {
                    NDArray e = manager.create(points, new Shape(3, 2));
                    e.setRequiresGradient(true);
                    NDArray apn = manager.create(new int[] {0, 1, 2}, new Shape(1, 3));
                    NDArray value = loss.evaluate(new NDList(apn), new NDList(e));
                    tape.backward(value);
                    System.out.printf(Locale.ROOT, "loss %.3f gradient %s",
                            value.getFloat(),
                            Arrays.toString(e.getGradient().toFloatArray()));
                }
            }
            """;

    /** What a reader does with a widget. */
    private interface Steps {
        void take(LabPage page) throws Exception;
    }

    /**
     * Opens a notebook whose second cell shows a widget.
     *
     * @param first what the widget says at first
     * @param line what stands for it where it cannot be shown
     */
    private static void inLab(
            String name, List<String> code, String first, String line, Steps steps)
            throws Exception {
        Path notebook = InteractIT.notebook(name, code);
        try (JupyterServer server = JupyterServer.start(Map.of());
                LabPage page = LabPage.open(server.lab(notebook))) {
            page.command("runmenu:run-all");
            awaitText(page, 1, first);
            page.awaitIdle(SOON);
            page.scrollTo(1);
            page.screenshot(name);
            assertOnlyTheWidgetIsSeen(page, 1);
            steps.take(page);
        }
        assertStandsFor(notebook, 1, line);
    }

    @Test
    void aTripletIsDragged() throws Exception {
        inLab(
                "draggable-triplet",
                List.of(TRIPLET, "new DraggableTriplet(0.5)", ""),
                "semi-hard",
                "Run this cell to drag the points",
                page -> {
                    page.drag(page.find(1, LIVE + "g:nth-of-type(3)"), 95, 95);
                    awaitText(page, 1, "hard");
                    assertSaysWhatTheLibrarySays(page);
                    page.screenshot("draggable-triplet-hard");

                    WebElement positive = page.find(1, LIVE + "g:nth-of-type(2)");
                    for (int i = 0; i < 6; i++) {
                        positive.sendKeys(Keys.ARROW_LEFT);
                        positive.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_DOWN));
                    }
                    page.press(page.find(1, LIVE + "input"), Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
                    awaitText(page, 1, "margin m = 0.60");
                    assertSaysWhatTheLibrarySays(page);
                    page.press(page.find(1, LIVE + "input"), Keys.HOME);
                    page.drag(page.find(1, LIVE + "g:nth-of-type(3)"), -90, -150);
                    awaitText(page, 1, "easy");
                    assertSaysWhatTheLibrarySays(page);
                    page.theme("JupyterLab Dark");
                    page.screenshot("draggable-triplet-easy-dark");
                    assertComesBack(page, 1, "easy");
                });
    }

    private static void assertSaysWhatTheLibrarySays(LabPage page) throws InterruptedException {
        Thread.sleep(1000); // until the last answer is there
        String margin = number(page.visibleText(1), "margin m = ([\\d.]+)");
        List<String> points =
                List.of("1", "2", "3").stream()
                        .map(i -> page.find(1, LIVE + "g:nth-of-type(%s)".formatted(i)))
                        .map(point -> point.getAttribute("transform").split("[( )]"))
                        .map(at -> "%sf / 100, %sf / -100".formatted(at[1], at[2]))
                        .toList();
        String said = run(page, "say(%sf, %s);".formatted(margin, String.join(", ", points)));
        String loss = number(said, "loss ([\\d.]+)");
        assertTrue(page.visibleText(1).contains(" = " + loss), said + page.visibleText(1));
        double[] gradient =
                Arrays.stream(number(said, "\\[(.*)\\]").split(", "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        for (int i = 0; i < 3; i++) {
            String path =
                    page.find(1, LIVE + "path:nth-of-type(%d)".formatted(i + 1)).getAttribute("d");
            double[] arrow = arrow(path);
            assertEquals(-60 * gradient[2 * i], arrow[0], 0.01, path + " " + said);
            assertEquals(60 * gradient[2 * i + 1], arrow[1], 0.01, path + " " + said);
        }
    }

    /** From its first point to its second; (0, 0) if nothing is drawn. */
    private static double[] arrow(String path) {
        if (path.isEmpty()) {
            return new double[2];
        }
        String[] words = path.split(" ");
        return new double[] {
            Double.parseDouble(words[4]) - Double.parseDouble(words[1]),
            Double.parseDouble(words[5]) - Double.parseDouble(words[2])
        };
    }

    private static final String DIGITS =
            """
            import ai.djl.basicdataset.cv.classification.Mnist;
            import ai.djl.ndarray.NDManager;
            import ai.djl.training.dataset.Dataset;
            import tripletlab.data.MnistData;
            import tripletlab.evaluation.*;
            import tripletlab.notebook.widgets.*;

            NDManager manager = NDManager.newBaseManager();
            Mnist test = Mnist.builder().optManager(manager).optRepository(MnistData.repository())
                    .optUsage(Dataset.Usage.TEST).optLimit(1500).setSampling(50, false).build();
            Embeddings pixels = Embeddings.ofItems(manager, test);
            int[] labels = pixels.labels();

            float[] embed(float[] digit) { // means of 4 x 4 pixels
                float[] means = new float[49];
                for (int i = 0; i < 784; i++) {
                    means[i / 28 / 4 * 7 + i % 28 / 4] += digit[i] / 16;
                }
                return means;
            }

            void say(List<Neighbor> neighbors) {
                for (Neighbor one : neighbors) {
                    System.out.printf(Locale.ROOT, "%d %.3f%n", one.label(), one.distance());
                }
            }

            float[][] embeddings = Arrays.stream(pixels.vectors()).map(d -> embed(d))
                    .toArray(float[][]::new);
            Pca pca = Pca.fit(embeddings, 2);
            double[][] points = pca.transform(embeddings);
            EmbeddingMap map = new EmbeddingMap(points, labels, pixels.vectors())
                    .optEmbeddings(embeddings);
            NearestNeighbors library = NearestNeighbors.of(new Embeddings(embeddings, labels));
            """;

    @Test
    void aMapShowsDigitsAndTheirNeighbours() throws Exception {
        inLab(
                "embedding-map",
                List.of(DIGITS, "map.optUmap(7)", ""),
                "item 0, a 7",
                "Run this cell to see each digit",
                page -> {
                    assertNeighbours(page, "library.others(0, 10)");

                    page.pointTo(page.find(1, LIVE + "circle:nth-of-type(19)"));
                    awaitText(page, 1, ", item ");
                    String tip = page.find(1, LIVE + ".tip").getText();
                    int item = Integer.parseInt(number(tip, "item (\\d+)"));
                    assertEquals(
                            run(page, "System.out.print(\"a \" + labels[%d]);".formatted(item)),
                            tip.split(",")[0]);
                    page.screenshot("embedding-map-hover");
                    clickAndTime(page, page.find(1, LIVE + "circle:nth-of-type(19)"));
                    awaitText(page, 1, "★ item " + item);
                    assertNeighbours(page, "library.others(%d, 10)".formatted(item));
                    page.screenshot("embedding-map-clicked");

                    WebElement svg = page.find(1, LIVE + "svg");
                    page.press(svg, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
                    page.await(
                            "another item",
                            SOON,
                            "return !cell(1).querySelector('.tripletlab-live').innerText"
                                    + ".includes(arguments[0]);",
                            "★ item " + item + ",");
                    int next = Integer.parseInt(number(page.visibleText(1), "★ item (\\d+)"));
                    assertNeighbours(page, "library.others(%d, 10)".formatted(next));
                    assertUmapKeepsNeighbours(page);
                    page.theme("JupyterLab Dark");
                    page.screenshot("embedding-map-dark");
                    assertComesBack(page, 1, "★ item " + next + ",");
                });
    }

    /**
     * The nearest dot on the screen is of the same class about as often as among the embeddings.
     */
    private static void assertUmapKeepsNeighbours(LabPage page) throws Exception {
        page.find(1, LIVE + "button").click();
        page.await(
                "UMAP's last epoch",
                Duration.ofMinutes(2),
                "const said = cell(1).querySelector('.tripletlab-live').innerText"
                        + ".match(/epoch (\\d+) of (\\d+)/);"
                        + "return said !== null && said[1] === said[2];");
        page.screenshot("embedding-map-umap");
        List<?> places =
                (List<?>)
                        page.script(
                                "return [...cell(1).querySelectorAll("
                                        + "'.tripletlab-live g[opacity] circle')].flatMap(dot =>"
                                        + " [dot.getAttribute('cx'), dot.getAttribute('cy')]);");
        String code =
                """
                float[] seen = {%s};
                float[][] rows = new float[seen.length / 2][];
                Arrays.setAll(rows, i -> Arrays.copyOfRange(seen, 2 * i, 2 * i + 2));
                System.out.print(RetrievalMetrics.of(rows, labels).precisionAt1()
                        - RetrievalMetrics.of(embeddings, labels).precisionAt1());
                """;
        String list = places.stream().map(place -> place + "f").collect(Collectors.joining(", "));
        double difference = Double.parseDouble(run(page, code.formatted(list)));
        assertEquals(0, difference, 0.1, "precision@1 on the screen, less that of the embeddings");
    }

    @Test
    void aDigitIsDrawn() throws Exception {
        String code =
                "DrawingPad pad = new DrawingPad(map, d -> embed(d), pca::transform)"
                        + ".optExample(pixels.vectors()[3]);\npad";
        inLab(
                "drawing-pad",
                List.of(DIGITS, code, ""),
                "Of its 10 nearest",
                "Run this cell to draw a digit",
                page -> {
                    assertDrawingIsAnswered(page);

                    page.find(1, LIVE + "button").click();
                    awaitText(page, 1, "Draw a digit on the pad.");
                    WebElement canvas = page.find(1, LIVE + "canvas");
                    page.drag(canvas, -60, -90, 120, 0);
                    page.drag(canvas, 60, -90, -70, 190);
                    awaitText(page, 1, "are of class 7");
                    assertDrawingIsAnswered(page);
                    page.screenshot("drawing-pad-seven");

                    page.find(1, LIVE + "button").click();
                    page.press(canvas, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP);
                    canvas.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_DOWN.toString().repeat(15)));
                    awaitText(page, 1, "are of class 1");
                    assertDrawingIsAnswered(page);
                    page.theme("JupyterLab Dark");
                    page.screenshot("drawing-pad-keyboard-dark");
                    assertComesBack(page, 1, "are of class 1");
                });
    }

    /** The star is where the library projects the drawing, by the places of two dots. */
    private static void assertDrawingIsAnswered(LabPage page) throws InterruptedException {
        assertNeighbours(page, "library.find(new float[][] {embed(pad.drawing())}, 10).get(0)");
        String said =
                run(
                        page,
                        "double[] at = pca.transform(new float[][] {embed(pad.drawing())})[0];"
                                + "for (int i = 0; i < 2; i++) System.out.println(at[i] + \" \""
                                + " + points[0][i] + \" \" + points[1][i]);");
        String[] star =
                page.find(1, LIVE + "path").getAttribute("d").split(" "); // its upper corner
        for (int i = 0; i < 2; i++) {
            double[] known =
                    Arrays.stream(said.lines().toList().get(i).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            double first = center(page, 1, i);
            double second = center(page, 2, i);
            double share = (known[0] - known[1]) / (known[2] - known[1]);
            double seen = Double.parseDouble(star[1 + i]) + 12 * i;
            assertEquals(first + share * (second - first), seen, 0.5, said);
        }
    }

    private static double center(LabPage page, int dot, int axis) {
        String of = axis == 0 ? "cx" : "cy";
        WebElement circle = page.find(1, LIVE + "g circle:nth-of-type(%d)".formatted(dot));
        return Double.parseDouble(circle.getAttribute(of));
    }

    /** The pictures' captions say what a call of the library in another cell prints. */
    private static void assertNeighbours(LabPage page, String call) throws InterruptedException {
        Thread.sleep(1000); // until the last answer is there
        String shown =
                (String)
                        page.script(
                                "return [...cell(1).querySelectorAll('figcaption')]"
                                        + ".map(e => e.textContent).join('\\n');");
        assertEquals(run(page, "say(%s);".formatted(call)), shown);
    }

    private static void clickAndTime(LabPage page, WebElement element) {
        page.script(
                "const live = cell(1).querySelector('.tripletlab-live');"
                        + "live.addEventListener('click', () => window.asked = performance.now(),"
                        + " true);"
                        + "new MutationObserver(() => window.answered ??= performance.now())"
                        + ".observe(live.querySelector('.caption'), {childList: true});");
        page.drag(element, 0, 0);
        page.await("the answer", SOON, "return window.answered !== undefined;");
        System.out.println(
                "a click is answered after (ms): "
                        + page.script("return Math.round(window.answered - window.asked);"));
    }

    /** Runs code in the last cell; what it prints. */
    private static String run(LabPage page, String code) throws InterruptedException {
        page.source(2, code);
        page.activate(2);
        page.command("notebook:run-cell");
        Thread.sleep(1000);
        page.awaitIdle(SOON);
        return page.visibleText(2).strip();
    }

    // ---- for all of them

    /** Not what stands for the widget elsewhere. */
    private static void assertOnlyTheWidgetIsSeen(LabPage page, int cell) {
        long seen =
                (Long)
                        page.script(
                                "return [...cell(arguments[0])"
                                        + ".querySelectorAll('.jp-OutputArea-child')]"
                                        + ".filter(e => e.getClientRects().length).length;",
                                cell);
        assertEquals(1, seen);
        String text = page.visibleText(cell);
        assertFalse(text.contains("Run this cell"), text);
    }

    /** After the page was loaded anew, as the reader left it. */
    private static void assertComesBack(LabPage page, int cell, String text)
            throws InterruptedException {
        page.command("docmanager:save");
        Thread.sleep(2000);
        page.reload();
        page.await(
                "the widget to come back",
                SOON,
                "return cell(arguments[0]).querySelector('.tripletlab-live') !== null;",
                cell);
        awaitText(page, cell, text);
    }

    /** Without its kernel the saved notebook shows a line and a picture, and no error. */
    private static void assertStandsFor(Path notebook, int cell, String line) throws Exception {
        try (JupyterServer server = JupyterServer.start(Map.of());
                LabPage page = LabPage.open(server.lab(notebook))) {
            awaitText(page, cell, line);
            Thread.sleep(6000); // JupyterLab looks for the widget's model for some seconds
            page.scrollTo(cell);
            page.screenshot(notebook.getFileName().toString().replace(".ipynb", "-without-kernel"));
            String text = page.visibleText(cell);
            assertFalse(text.toLowerCase().contains("error"), text);
            page.await(
                    "the picture",
                    SOON,
                    "return [...cell(arguments[0]).querySelectorAll('.jp-OutputArea img,"
                            + " .js-plotly-plot .main-svg')].some(e => e.getClientRects().length);",
                    cell);
        }
    }

    private static String number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern + " in " + text);
        return found.group(1);
    }

    private static void awaitText(LabPage page, int cell, String text) {
        page.await(
                text,
                SOON,
                "return cell(arguments[0]).querySelector('.jp-OutputArea')?.innerText"
                        + ".includes(arguments[1]) === true;",
                cell,
                text);
    }
}

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
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The widgets that are dragged, pointed at and drawn on, in the real JupyterLab: what the screen
 * says is compared with a call of the library in another cell.
 */
class WidgetsIT {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String LIVE = ".tripletlab-live ";

    @Test
    void aTripletIsDragged() throws Exception {
        List<String> code =
                List.of(
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
                        """,
                        "new DraggableTriplet(0.5)", "");
        Path notebook = InteractIT.notebook("draggable-triplet", code);
        try (JupyterServer server = JupyterServer.start(Map.of());
                LabPage page = LabPage.open(server.lab(notebook))) {
            page.command("runmenu:run-all");
            awaitText(page, 1, "semi-hard");
            page.awaitIdle(SOON);
            page.scrollTo(1);
            page.screenshot("draggable-triplet");
            assertOnlyTheWidgetIsSeen(page, 1);

            page.drag(page.find(1, LIVE + "g:nth-of-type(3)"), 95, 95);
            awaitText(page, 1, "hard");
            assertSaysWhatTheLibrarySays(page);
            page.screenshot("draggable-triplet-hard");

            WebElement positive = page.find(1, LIVE + "g:nth-of-type(2)");
            for (int i = 0; i < 6; i++) {
                positive.sendKeys(Keys.ARROW_LEFT);
                positive.sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_DOWN));
            }
            page.find(1, LIVE + "input").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
            awaitText(page, 1, "margin m = 0.60");
            assertSaysWhatTheLibrarySays(page);
            page.find(1, LIVE + "input").sendKeys(Keys.HOME);
            page.drag(page.find(1, LIVE + "g:nth-of-type(3)"), -90, -150);
            awaitText(page, 1, "easy");
            assertSaysWhatTheLibrarySays(page);
            page.theme("JupyterLab Dark");
            page.screenshot("draggable-triplet-easy-dark");
            assertComesBack(page, 1, "easy");
        }
        assertStandsFor(notebook, 1, "Run this cell to drag the points");
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
        page.source(2, "say(%sf, %s);".formatted(margin, String.join(", ", points)));
        page.activate(2);
        page.command("notebook:run-cell");
        Thread.sleep(1000);
        page.awaitIdle(SOON);
        String said = page.visibleText(2);
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

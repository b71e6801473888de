package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tripletlab.distance.Distance;
import tripletlab.notebook.Display;
import tripletlab.notebook.live.LiveTraining;
import tripletlab.plot.TinyTraining;
import tripletlab.training.TrainingHistory;

/** Controls and a recorded front end; the kernel's part of the way is tested in JupyterLab. */
class InteractTest {
    private static final String FIGURE = "tripletlab-view";
    private static final String MESSAGES = "tripletlab-messages";

    private final FrontEnd frontEnd = new FrontEnd();
    private final List<Map<String, Object>> cell = new ArrayList<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final String cellId = UUID.randomUUID().toString();

    @Test
    void cellShowsWidgetsThenTheFirstValuesThenTheFirstView() throws Exception {
        margins().show(values -> "margin " + values.number("margin"), host(Runnable::run));
        Map<?, ?> view = (Map<?, ?>) cell.get(0).get("application/vnd.jupyter.widget-view+json");
        assertEquals(2, view.get("version_major"));
        Map<String, Object> box = frontEnd.models.get(view.get("model_id").toString());
        assertEquals("VBoxModel", box.get("_model_name"));
        assertEquals("margin = 0.50 · miner = semi-hard", firstLine(1));
        assertTrue(cell.get(1).get("text/html").toString().contains("margin = 0.50 · miner"));
        assertEquals(Map.of("text/plain", "margin 0.5"), cell.get(2));
        assertEquals(3, cell.size());
        assertEquals(List.of(), frontEnd.outputs(FIGURE), "the cell shows it already");
    }

    @Test
    void everyReferenceLeadsToAModelThatIsOpen() throws Exception {
        margins().button("Train", values -> {}).show(values -> "", host(Runnable::run));
        int references = 0;
        for (Map<String, Object> state : frontEnd.models.values()) {
            assertTrue(state.get("_model_module").toString().startsWith("@jupyter-widgets/"));
            for (Object value : state.values()) {
                for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                    if (one.toString().startsWith("IPY_MODEL_")) {
                        references++;
                        String id = one.toString().substring("IPY_MODEL_".length());
                        assertTrue(frontEnd.models.containsKey(id), one + " of " + state);
                    }
                }
            }
        }
        assertEquals(
                2 * 2 + 2 + 6 + 1,
                references,
                "layout and style, two buttons, six rows, the layout of the one not seen");
    }

    @Test
    void movedControlsDrawAgain() throws Exception {
        margins()
                .show(
                        values -> values.choice("miner") + " " + values.number("margin"),
                        host(Runnable::run));
        frontEnd.move("margin", 0.15000000000000002);
        assertEquals("semi-hard 0.15", frontEnd.text(FIGURE));
        frontEnd.move("miner", 1);
        assertEquals("batch-hard 0.15", frontEnd.text(FIGURE));
        frontEnd.move("margin", 7);
        assertEquals("batch-hard 2.0", frontEnd.text(FIGURE), "held to the slider's end");
        assertEquals(3, cell.size(), "the cell keeps what it shows");
    }

    @Test
    void eachKindOfControlHasItsType() throws Exception {
        List<Object> seen = new ArrayList<>();
        Interact.with(
                        Control.integerSlider("epochs", 1, 9, 3),
                        Control.menu("distance", Distance.COSINE))
                .show(
                        values -> {
                            seen.add(values.integer("epochs"));
                            seen.add(values.number("epochs"));
                            seen.add(values.choice("distance", Distance.class));
                            return List.of("one", "two");
                        },
                        host(Runnable::run));
        assertEquals(List.of(3, 3.0, Distance.COSINE), seen);
        assertEquals("epochs = 3 · distance = COSINE", firstLine(1));
        assertEquals(4, cell.size());
        frontEnd.move("distance", Distance.EUCLIDEAN.ordinal());
        assertSame(Distance.EUCLIDEAN, seen.get(5));
        assertEquals(2, frontEnd.outputs(FIGURE).size());
    }

    @Test
    void ofMessagesThatPileUpOnlyTheNewestIsDrawn() throws Exception {
        Random random = new Random(20);
        List<Double> drawn = new ArrayList<>();
        margins().show(values -> drawn.add(values.number("margin")), host(waiting::add));
        for (int round = 0; round < 50; round++) {
            int before = drawn.size();
            double newest = drawn.get(before - 1);
            int moves = 1 + random.nextInt(5);
            for (int i = 0; i < moves; i++) {
                newest = random.nextInt(2001) / 1000.0;
                frontEnd.move("margin", newest);
            }
            runWaiting();
            assertTrue(drawn.size() <= before + 1, "seed 20, round " + round + ": " + drawn);
            assertEquals(newest, drawn.get(drawn.size() - 1), "seed 20, round " + round);
        }
    }

    @Test
    void whatMovesWhileItDrawsIsDrawnOnceMore() throws Exception {
        List<Double> drawn = new ArrayList<>();
        margins()
                .show(
                        values -> {
                            drawn.add(values.number("margin"));
                            if (drawn.size() == 2) {
                                frontEnd.move("margin", 0.2);
                                frontEnd.move("margin", 0.3);
                                frontEnd.move("margin", 0.4);
                            }
                            return "";
                        },
                        host(waiting::add));
        frontEnd.move("margin", 0.1);
        runWaiting();
        assertEquals(List.of(0.5, 0.1, 0.4), drawn);
    }

    @Test
    void whatGoesWrongIsShownUntilItGoesWell() throws Exception {
        margins()
                .show(
                        values -> {
                            if (values.number("margin") > 1) {
                                throw new IOException("too wide", new StackOverflowError());
                            }
                            return "fine";
                        },
                        host(Runnable::run));
        frontEnd.move("margin", 0.9);
        frontEnd.move("margin", 1.1);
        Map<String, Object> error = frontEnd.outputs(MESSAGES).get(0);
        assertEquals("error", error.get("output_type"));
        assertEquals("too wide", error.get("evalue"));
        String trace = error.get("traceback").toString();
        assertTrue(trace.contains("java.io.IOException: too wide"), trace);
        assertTrue(trace.contains("Caused by: java.lang.StackOverflowError"), trace);
        assertEquals("fine", frontEnd.text(FIGURE), "the last view stays");
        frontEnd.move("margin", 0.8);
        assertEquals(List.of(), frontEnd.outputs(MESSAGES));
    }

    @Test
    void aFirstViewThatFailsFailsItsCell() {
        Host host = host(Runnable::run);
        assertThrows(
                IOException.class,
                () ->
                        margins()
                                .show(
                                        values -> {
                                            throw new IOException("no");
                                        },
                                        host));
        assertEquals(List.of(), cell);
        assertTrue(frontEnd.models.isEmpty());
    }

    @Test
    void aWidgetCannotBeTheView() throws Exception {
        String refusal = "a widget cannot be the view of controls";
        DraggableTriplet widget = new DraggableTriplet(0.5);
        Host host = host(Runnable::run);
        List<?> several = List.of("above", List.of(widget));
        assertNames(() -> margins().show(values -> widget, host), refusal);
        assertNames(() -> margins().show(values -> several, host), refusal);
        assertEquals(List.of(), cell);
        margins().show(values -> values.number("margin") > 1 ? widget : "fine", host);
        frontEnd.move("margin", 1.5);
        assertEquals(refusal, frontEnd.outputs(MESSAGES).get(0).get("evalue"));
    }

    @Test
    void aButtonWorksWithProgressAndThenTheViewIsDrawnAgain() throws Exception {
        List<Object> during = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        margins()
                .button(
                        "Train",
                        values -> {
                            Display display = Display.current();
                            String id = display.show(Map.of("text/plain", "begun"));
                            display.update(id, Map.of("text/plain", "half"));
                            during.add(frontEnd.text(MESSAGES));
                            during.add(frontEnd.state("Train", "disabled"));
                            during.add(frontEnd.state("Stop", "disabled"));
                            runs.add("margin " + values.number("margin"));
                        })
                .show(values -> runs.toString(), host(Runnable::run));
        assertEquals(true, frontEnd.state("Stop", "disabled"));
        frontEnd.move("margin", 0.2);
        frontEnd.click("Train");
        assertEquals(List.of("half", true, false), during);
        assertEquals("[margin 0.2]", frontEnd.text(FIGURE));
        assertEquals(false, frontEnd.state("Train", "disabled"));
        assertEquals(true, frontEnd.state("Stop", "disabled"));
        assertEquals(List.of(), frontEnd.outputs(MESSAGES));
    }

    @Test
    void aClickIsNotLostAmongMoves() throws Exception {
        List<Double> trained = new ArrayList<>();
        margins()
                .button("Train", values -> trained.add(values.number("margin")))
                .show(values -> "", host(waiting::add));
        frontEnd.move("margin", 0.1);
        frontEnd.click("Train");
        frontEnd.click("Train");
        frontEnd.move("margin", 0.2);
        runWaiting();
        assertEquals(List.of(0.2), trained);
    }

    @Test
    void whatAnActionSaysStaysThoughASliderMovedMeanwhile() throws Exception {
        margins()
                .button(
                        "Train",
                        values -> {
                            frontEnd.move("margin", 0.2);
                            throw new IllegalStateException("no digits");
                        })
                .show(values -> values.number("margin"), host(waiting::add));
        frontEnd.click("Train");
        runWaiting();
        assertEquals("0.2", frontEnd.text(FIGURE));
        String said = frontEnd.outputs(MESSAGES).toString();
        assertTrue(said.contains("no digits"), said);
    }

    @Test
    void stopInterruptsTheActionOnly() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        margins()
                .button(
                        "Wait",
                        values -> {
                            begun.countDown();
                            Thread.sleep(60_000);
                        })
                .show(
                        values -> "interrupted: " + Thread.currentThread().isInterrupted(),
                        host(task -> start(task, thread)));
        frontEnd.click("Wait");
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        frontEnd.click("Stop");
        thread.get().join(10_000);
        assertFalse(thread.get().isAlive());
        assertEquals("stopped", frontEnd.text(MESSAGES));
        assertEquals("interrupted: false", frontEnd.text(FIGURE));
    }

    @Test
    void stopEndsATrainingAtTheNextBatchAndSaysWhere() throws Exception {
        TrainingHistory history = new TrainingHistory();
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        margins()
                .button(
                        "Train",
                        values -> {
                            LiveTraining live = new LiveTraining(history, 1_000_000);
                            try (TinyTraining training = new TinyTraining(history, live)) {
                                training.fit(1_000_000, 3, 2, 1);
                            } finally {
                                done.countDown();
                            }
                        })
                .show(values -> history.batches() + "", host(task -> start(task, thread)));
        frontEnd.click("Train");
        for (int i = 0; i < 1000 && history.batches() < 5; i++) {
            Thread.sleep(10);
        }
        String running = frontEnd.outputs(MESSAGES).toString();
        frontEnd.click("Stop"); // before anything can fail: the training would never end
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertTrue(running.contains(" of 1000000"), running);
        thread.get().join(10_000);
        String text = frontEnd.text(MESSAGES);
        assertTrue(text.startsWith("training stopped after batch "), text);
        assertEquals(history.batches() + "", frontEnd.text(FIGURE));
    }

    @Test
    void whenItsCellRunsAgainEverythingOfTheFirstRunEnds() throws Exception {
        Object run = new Object();
        Host first = host(run, Runnable::run);
        margins().show(values -> "", first);
        margins().button("Train", values -> {}).show(values -> "", first);
        List<String> models = List.copyOf(frontEnd.models.keySet());
        assertEquals(List.of(), frontEnd.closed, "two in one cell");
        margins()
                .show(
                        values -> "",
                        new Host(
                                "another cell",
                                run,
                                display(),
                                frontEnd,
                                t -> List.of(),
                                Runnable::run));
        assertEquals(List.of(), frontEnd.closed, "two in two cells");
        int others = frontEnd.models.size() - models.size();
        margins().show(values -> "", host(new Object(), Runnable::run));
        assertEquals(models.stream().sorted().toList(), frontEnd.closed.stream().sorted().toList());
        assertEquals(2 * others, frontEnd.models.size(), "as many as before its first run");
    }

    @Test
    void aPageThatIsLoadedAnewIsToldTheWholeState() throws Exception {
        margins().show(values -> "margin " + values.number("margin"), host(Runnable::run));
        frontEnd.move("margin", 0.7);
        Map<String, Object> request = Map.of("method", "request_state");
        for (String id : frontEnd.models.keySet()) {
            Map<String, Object> reply = frontEnd.receive(id, request);
            assertEquals("update", reply.get("method"));
            Map<?, ?> state = (Map<?, ?>) reply.get("state");
            assertTrue(state.keySet().containsAll(frontEnd.models.get(id).keySet()), state + "");
        }
        String slider = frontEnd.find("description", "margin");
        Map<?, ?> state = (Map<?, ?>) frontEnd.receive(slider, request).get("state");
        assertEquals(0.7, state.get("value"));
        assertNull(
                frontEnd.receive(slider, Map.of("method", "echo_update")), "of a newer protocol");
    }

    @Test
    void badArgumentsAreNamed() {
        assertMessage("\"m\" goes from 2.0 to 0.0", () -> Control.slider("m", 2, 0, 0.1, 1));
        assertMessage(
                "\"m\" goes from 0.0 to Infinity", () -> Control.slider("m", 0, 1 / 0., 1, 1));
        assertMessage(
                "step of \"m\" is 0.0, expected a finite number, 1e-9 or more",
                () -> Control.slider("m", 0, 2, 0, 1));
        assertMessage("step of \"m\" is 1.0E-10", () -> Control.slider("m", 0, 1e-8, 1e-10, 0));
        assertMessage("value of \"m\" is NaN", () -> Control.slider("m", 0, 2, 0.1, Double.NaN));
        assertMessage("value of \"k\" is 11.0", () -> Control.integerSlider("k", 1, 10, 11));
        assertMessage("choices of \"miner\" are [a, a]", () -> Control.menu("miner", "a", "a"));
        assertMessage("choices of \"miner\" are []", () -> Control.menu("miner"));
        assertMessage("name is \" \"", () -> Control.menu(" ", "a", "b"));
        Control margin = Control.slider("margin", 0, 2, 0.1, 1);
        assertMessage("name \"margin\"", () -> Interact.with(margin, margin));
        ControlValues values = new ControlValues(Map.of("margin", 0.5, "miner", "semi-hard"));
        assertMessage(
                "control is \"margn\", expected one of [margin, miner]",
                () -> values.number("margn"));
        assertMessage("\"miner\" is not a slider", () -> values.number("miner"));
        assertMessage("\"margin\" is not an integer slider", () -> values.integer("margin"));
        assertMessage("\"margin\" is not a menu", () -> values.choice("margin"));
    }

    @Test
    void withoutANotebookItSaysSo() {
        Exception e = assertThrows(IllegalStateException.class, () -> margins().show(values -> ""));
        assertTrue(e.getMessage().contains("notebook"), e.getMessage());
    }

    private static void assertMessage(String part, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static Interact margins() {
        return Interact.with(
                Control.slider("margin", 0, 2, 0.05, 0.5),
                Control.menu("miner", "semi-hard", "batch-hard"));
    }

    private String firstLine(int output) {
        return cell.get(output).get("text/plain").toString().replaceAll(" \\(run.*", "");
    }

    private void runWaiting() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private static void start(Runnable task, AtomicReference<Thread> thread) {
        thread.set(new Thread(task));
        thread.get().start();
    }

    private Host host(Executor executor) {
        return host(this, executor);
    }

    private Host host(Object run, Executor executor) {
        return new Host(cellId, run, display(), frontEnd, InteractTest::render, executor);
    }

    private static List<Map<String, Object>> render(Object result) {
        List<?> all = result instanceof List<?> list ? list : List.of(result);
        return all.stream()
                .map(one -> Map.<String, Object>of("text/plain", one.toString()))
                .toList();
    }

    private Display display() {
        return new Display() {
            @Override
            public String show(Map<String, Object> content) {
                cell.add(content);
                return "";
            }

            @Override
            public void update(String id, Map<String, Object> content) {
                throw new AssertionError("the cell has ended");
            }

            @Override
            public boolean isGone() {
                return false;
            }
        };
    }
}

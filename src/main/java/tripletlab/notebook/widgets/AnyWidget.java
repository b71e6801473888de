package tripletlab.notebook.widgets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * A widget of the kit's own: a JavaScript module beside this class draws it, through <a
 * href="https://anywidget.dev">anywidget</a>, and Java answers its questions.
 *
 * <p>The module sets {@code question} in the widget's state, and Java sets {@code answer}. While an
 * answer is computed, only the newest question waits.
 */
final class AnyWidget {
    private static final String MODULE = "anywidget";
    private static final String VERSION = "~0.11.0"; // as binder/requirements.in has it

    /** Computes an answer. */
    interface Answerer {
        /** What it throws is shown in the widget. */
        Map<String, Object> answer(Map<?, ?> question) throws Exception;
    }

    private final Answerer answerer;
    private final LatestOnlyTask updates;
    private final Widget widget;
    private Map<?, ?> question;

    private AnyWidget(
            Host host, List<String> scripts, Map<String, Object> first, Answerer answerer) {
        this.answerer = answerer;
        updates = new LatestOnlyTask(host.executor(), this::update);
        Map<String, Object> state = new HashMap<>(first);
        state.put("_model_module", MODULE);
        state.put("_model_module_version", VERSION);
        state.put("_view_module", MODULE);
        state.put("_view_module_version", VERSION);
        state.put("_anywidget_id", "tripletlab." + scripts.get(scripts.size() - 1));
        state.put("_esm", String.join("\n", scripts.stream().map(AnyWidget::script).toList()));
        state.put("_dom_classes", List.of(StaticFallback.PANEL));
        widget = new Widget(host.link(), "Any", state, this::changed);
    }

    /**
     * Shows a widget in the cell, with a line that stands for it where it cannot be.
     *
     * @param scripts JavaScript files that are read as one module
     * @param first the state that the module begins with
     * @param line what the reader does with the widget
     */
    static void show(
            Host host,
            List<String> scripts,
            Map<String, Object> first,
            String line,
            Answerer answerer) {
        host.endEarlierRuns();
        AnyWidget shown = new AnyWidget(host, scripts, first, answerer);
        host.shows(shown::end);
        Map<String, Object> view = shown.widget.view();
        host.cell().show(Map.of("application/vnd.jupyter.widget-view+json", view));
        host.cell().show(StaticFallback.invitation(line));
    }

    /**
     * Shows a widget before the result of its cell, which is a still picture of it.
     *
     * @param show shows it in a notebook, and returns the picture
     */
    static void render(RenderContext context, Function<Host, Map<String, Object>> show) {
        try {
            Map<String, Object> still = show.apply(Host.ofRunningCell());
            still.forEach(context.getOutputContainer()::putData);
        } catch (LinkageError e) {
            throw Host.unavailable(e);
        }
    }

    private void end() {
        updates.close();
        widget.close();
    }

    private synchronized void changed(String key, Object value) {
        if (key.equals("question") && value instanceof Map<?, ?> asked) {
            question = asked;
            updates.ask();
        }
    }

    private void update() {
        Map<?, ?> asked = newest();
        Map<String, Object> answer;
        try {
            answer = new HashMap<>(answerer.answer(asked));
        } catch (Throwable e) { // shown, whatever it is: nobody else would hear of it
            answer = new HashMap<>(Map.of("problem", e.toString()));
        }
        answer.put("number", asked.get("number"));
        widget.set("answer", answer);
    }

    private synchronized Map<?, ?> newest() {
        return question;
    }

    static String script(String name) {
        try (InputStream file = AnyWidget.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}

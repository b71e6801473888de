package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tripletlab.notebook.Display;

/** Outputs that are shown inside a widget, because no cell runs while a control is moved. */
final class OutputWidget {
    private static final int MAX_FRAMES = 8; // of each exception
    private static final int MAX_LINES = 50;

    final Widget widget;
    private final Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();
    private int generation; // how often everything was replaced

    OutputWidget(Widget.Link link, String cssClass) {
        Map<String, Object> state = Map.of("outputs", List.of(), "_dom_classes", List.of(cssClass));
        widget = new Widget(link, "Output", state);
    }

    /** Replaces everything by these outputs, each as content by MIME type. */
    void set(List<Map<String, Object>> contents) {
        replace(contents.stream().map(OutputWidget::displayData).toList());
    }

    /** Replaces everything by what went wrong: each exception of the chain, and who threw it. */
    void fail(Throwable problem) {
        List<String> lines = new ArrayList<>();
        for (Throwable t = problem; t != null && lines.size() < MAX_LINES; t = t.getCause()) {
            lines.add((t == problem ? "" : "Caused by: ") + t);
            Arrays.stream(t.getStackTrace())
                    .limit(MAX_FRAMES)
                    .forEach(frame -> lines.add("    at " + frame));
        }
        Map<String, Object> error = new HashMap<>(Map.of("output_type", "error"));
        error.put("ename", problem.getClass().getSimpleName());
        error.put("evalue", String.valueOf(problem.getMessage()));
        error.put("traceback", lines);
        replace(List.of(error));
    }

    private synchronized void replace(List<Map<String, Object>> all) {
        generation++;
        outputs.clear();
        all.forEach(output -> outputs.put(UUID.randomUUID().toString(), output));
        send();
    }

    /** For what is shown bit by bit, until these outputs are replaced. */
    synchronized Display display() {
        int shown = generation;
        return new Display() {
            @Override
            public String show(Map<String, Object> content) {
                String id = UUID.randomUUID().toString();
                update(id, content);
                return id;
            }

            @Override
            public void update(String id, Map<String, Object> content) {
                put(shown, id, content);
            }

            @Override
            public boolean isGone() {
                return isPast(shown);
            }
        };
    }

    private synchronized boolean isPast(int shown) {
        return generation != shown;
    }

    private synchronized void put(int shown, String id, Map<String, Object> content) {
        if (generation == shown) {
            outputs.put(id, displayData(content));
            send();
        }
    }

    private void send() {
        widget.set("outputs", List.copyOf(outputs.values()));
    }

    /** How the protocol says an output. */
    static Map<String, Object> displayData(Map<String, Object> content) {
        return Map.of("output_type", "display_data", "data", content, "metadata", Map.of());
    }
}

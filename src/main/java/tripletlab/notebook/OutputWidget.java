package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Outputs that are shown inside a widget, because no cell runs while a control is moved. */
final class OutputWidget {
    private final Widget widget;
    private final Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();
    private int turn;

    OutputWidget(WidgetLink link, String cssClass) {
        widget =
                Widget.open(
                        link,
                        Widget.Kind.OUTPUT,
                        Map.of("outputs", List.of(), "_dom_classes", List.of(cssClass)));
    }

    Widget widget() {
        return widget;
    }

    /** Replaces everything by these outputs, each as content by MIME type. */
    synchronized void set(List<Map<String, Object>> contents) {
        turn++;
        outputs.clear();
        contents.forEach(content -> outputs.put(newId(), displayData(content)));
        send();
    }

    /** Replaces everything by what went wrong. */
    synchronized void fail(Throwable problem) {
        turn++;
        outputs.clear();
        outputs.put(
                newId(),
                Map.of(
                        "output_type", "error",
                        "ename", problem.getClass().getSimpleName(),
                        "evalue", String.valueOf(problem.getMessage()),
                        "traceback", Failure.lines(problem)));
        send();
    }

    synchronized void clear() {
        turn++;
        if (!outputs.isEmpty()) {
            outputs.clear();
            send();
        }
    }

    /** For what is shown bit by bit, until these outputs are replaced. */
    synchronized Display display() {
        int now = turn;
        return new Display() {
            @Override
            public String show(Map<String, Object> content) {
                String id = newId();
                update(id, content);
                return id;
            }

            @Override
            public void update(String id, Map<String, Object> content) {
                put(now, id, content);
            }

            @Override
            public boolean isGone() {
                return isOver(now);
            }
        };
    }

    private synchronized void put(int of, String id, Map<String, Object> content) {
        if (turn == of) {
            outputs.put(id, displayData(content));
            send();
        }
    }

    private synchronized boolean isOver(int of) {
        return turn != of;
    }

    private void send() {
        widget.set("outputs", List.copyOf(outputs.values()));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** How the protocol says an output. */
    static Map<String, Object> displayData(Map<String, Object> content) {
        return Map.of("output_type", "display_data", "data", content, "metadata", Map.of());
    }
}

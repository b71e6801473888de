package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tripletlab.notebook.Display;
import tripletlab.notebook.FigureContent;

/** A cell that shows widgets of the kit's own, and a front end that asks them. */
final class WidgetCell implements Display {
    final FrontEnd frontEnd = new FrontEnd();
    final List<Map<String, Object>> outputs = new ArrayList<>();
    private final String cellId = UUID.randomUUID().toString();

    /** One run of the cell; questions are answered at once. */
    Host run(Object run) {
        return new Host(cellId, run, this, frontEnd, result -> List.of(), Runnable::run);
    }

    /** The state of the only widget. */
    Map<String, Object> state() {
        return frontEnd.models.get(id());
    }

    /** The widget's answer to a question. */
    Map<?, ?> ask(Map<String, Object> question) {
        Map<String, Object> numbered = new HashMap<>(question);
        numbered.put("number", 7);
        Map<String, Object> changed = Map.of("question", numbered);
        frontEnd.receive(id(), Map.of("method", "update", "state", changed));
        Map<?, ?> answer = (Map<?, ?>) state().get("answer");
        if (!Integer.valueOf(7).equals(answer.get("number"))) {
            throw new AssertionError("not the answer to question 7: " + answer);
        }
        return answer;
    }

    private String id() {
        return frontEnd.find("_model_module", "anywidget");
    }

    /** The layout of a still picture's figure. */
    static Map<?, ?> layout(Map<String, Object> still) {
        return (Map<?, ?>) ((Map<?, ?>) still.get(FigureContent.PLOTLY)).get("layout");
    }

    @Override
    public String show(Map<String, Object> content) {
        outputs.add(content);
        return "";
    }

    @Override
    public void update(String id, Map<String, Object> content) {
        throw new AssertionError("a widget changes itself, not the cell");
    }

    @Override
    public boolean isGone() {
        return false;
    }
}

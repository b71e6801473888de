package tripletlab.notebook.widgets;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Carries the messages of the Jupyter widget protocol between widgets here and in a front end. */
interface WidgetLink {

    /**
     * Tells the front end of a widget.
     *
     * @param receiver takes what the front end says from then on, quickly; returns a reply or null
     */
    void open(String id, Map<String, Object> data, UnaryOperator<Map<String, Object>> receiver);

    /** Says something to a widget of the front end. */
    void send(String id, Map<String, Object> data);

    /** Ends a widget at both ends. */
    void close(String id);
}

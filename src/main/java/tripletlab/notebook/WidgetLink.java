package tripletlab.notebook;

import java.util.Map;

/** Carries the messages of the Jupyter widget protocol between widgets here and in a front end. */
interface WidgetLink {

    /** Tells the front end of a widget, and from then on the receiver what the front end says. */
    void open(String id, Map<String, Object> data, Receiver receiver);

    /** Says something to a widget of the front end. */
    void send(String id, Map<String, Object> data);

    /** Ends a widget at both ends. */
    void close(String id);

    /** The end of a link that is here. */
    @FunctionalInterface
    interface Receiver {

        /** Takes a message quickly; returns what to reply, or null. */
        Map<String, Object> receive(Map<String, Object> data);
    }
}

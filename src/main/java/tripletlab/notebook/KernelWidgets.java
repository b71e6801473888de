package tripletlab.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/**
 * Widgets through the comms of JJava.
 *
 * <p>JJava's own methods to send take Gson's objects, and the kernel renames Gson's packages, so
 * that code compiled against JJava's library cannot call them. Messages with maps as content are
 * the same on the wire. What arrives is read once through its text.
 */
final class KernelWidgets implements WidgetLink {
    private static final String TARGET = "jupyter.widget";

    /** Where a page that was loaded anew asks for all widgets. */
    private static final String CONTROL = "jupyter.widget.control";

    private static final Map<String, Object> PROTOCOL = Map.of("version", "2.1.0");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommManager comms;
    private final JupyterSocket socket;
    private final MessageContext cell;

    private KernelWidgets(CommManager comms, JupyterSocket socket, MessageContext cell) {
        this.comms = comms;
        this.socket = socket;
        this.cell = cell;
    }

    static KernelWidgets ofRunningCell(KernelDisplay display) {
        MessageLoops.hurry();
        KernelWidgets widgets =
                new KernelWidgets(
                        BaseKernel.notebookKernel().getCommManager(),
                        display.cell().getIopub(),
                        display.cell().getContext());
        widgets.comms.registerTarget(
                CONTROL,
                (comms, id, target, open) -> widgets.new Receiving(id, target, widgets::states));
        return widgets;
    }

    @Override
    public void open(String id, Map<String, Object> data, Receiver receiver) {
        comms.registerComm(new Receiving(id, TARGET, receiver));
        Map<String, Object> content = Map.of("comm_id", id, "target_name", TARGET, "data", data);
        publish(cell, MessageType.COMM_OPEN_COMMAND, content);
    }

    @Override
    public void send(String id, Map<String, Object> data) {
        answer(cell, id, data);
    }

    @Override
    public void close(String id) {
        comms.unregisterComm(id);
        publish(cell, MessageType.COMM_CLOSE_COMMAND, Map.of("comm_id", id, "data", Map.of()));
    }

    private void answer(MessageContext cause, String id, Map<String, Object> data) {
        publish(cause, MessageType.COMM_MSG_COMMAND, Map.of("comm_id", id, "data", data));
    }

    private Map<String, Object> states(Map<String, Object> request) {
        Map<String, Object> states = new LinkedHashMap<>();
        for (Comm comm : comms) {
            if (comm instanceof Receiving widget && TARGET.equals(comm.getTargetName())) {
                Map<?, ?> state =
                        (Map<?, ?>)
                                widget.receiver
                                        .receive(Map.of("method", "request_state"))
                                        .get("state");
                states.put(
                        comm.getID(),
                        Map.of(
                                "model_name", state.get("_model_name"),
                                "model_module", state.get("_model_module"),
                                "model_module_version", state.get("_model_module_version"),
                                "state", state));
            }
        }
        return Map.of("method", "update_states", "states", states, "buffer_paths", List.of());
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // the type of the content is for readers only
    private void publish(MessageContext cause, MessageType type, Map<String, Object> content) {
        Message<?> message = new Message(cause, type, content, null, PROTOCOL);
        KernelDisplay.send(() -> socket.sendMessage(message));
    }

    /** JJava calls it in the thread that also starts cells. */
    private final class Receiving extends Comm {
        private final Receiver receiver;

        private Receiving(String id, String target, Receiver receiver) {
            super(comms, id, target);
            this.receiver = receiver;
        }

        @Override
        protected void onMessage(Message<CommMsgCommand> message) {
            Map<String, Object> reply = receiver.receive(data(message.getContent()));
            if (reply != null) {
                answer(message, getID(), reply);
            }
        }

        @Override
        protected void onClose(Message<CommCloseCommand> message, boolean sending) {
            // The front end has dropped the widget, so nothing will arrive any more.
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> data(CommMsgCommand command) {
            try {
                Object data = CommMsgCommand.class.getMethod("getData").invoke(command);
                return JSON.readValue(data.toString(), Map.class);
            } catch (ReflectiveOperationException | JsonProcessingException e) {
                throw new IllegalStateException("cannot read a widget's message", e);
            }
        }
    }
}

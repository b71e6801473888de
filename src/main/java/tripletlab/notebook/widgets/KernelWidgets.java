package tripletlab.notebook.widgets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import tripletlab.notebook.KernelDisplay;

/**
 * Widgets through the comms of JJava.
 *
 * <p>JJava's own methods to send take Gson's objects, and the kernel renames Gson's packages, so
 * that code compiled against JJava's library cannot call them. Messages with maps as content are
 * the same on the wire. What arrives is read once through its text.
 */
final class KernelWidgets implements Widget.Link {
    private static final String TARGET = "jupyter.widget";

    /** Where a page that was loaded anew asks for all widgets. */
    private static final String CONTROL = "jupyter.widget.control";

    private static final Map<String, Object> PROTOCOL = Map.of("version", "2.1.0");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommManager comms = BaseKernel.notebookKernel().getCommManager();
    private final ShellReplyEnvironment cell;

    KernelWidgets(ShellReplyEnvironment cell) {
        this.cell = cell;
        MessageLoops.hurry();
        comms.registerTarget(
                CONTROL, (all, id, target, open) -> new Receiving(id, target, request -> states()));
    }

    @Override
    public void open(
            String id, Map<String, Object> data, UnaryOperator<Map<String, Object>> receiver) {
        comms.registerComm(new Receiving(id, TARGET, receiver));
        publish(
                cell.getContext(),
                MessageType.COMM_OPEN_COMMAND,
                Map.of("comm_id", id, "target_name", TARGET, "data", data));
    }

    @Override
    public void send(String id, Map<String, Object> data) {
        answer(cell.getContext(), id, data);
    }

    private void answer(MessageContext cause, String id, Map<String, Object> data) {
        publish(cause, MessageType.COMM_MSG_COMMAND, Map.of("comm_id", id, "data", data));
    }

    @Override
    public void close(String id) {
        comms.unregisterComm(id);
        Map<String, Object> content = Map.of("comm_id", id, "data", Map.of());
        publish(cell.getContext(), MessageType.COMM_CLOSE_COMMAND, content);
    }

    private Map<String, Object> states() {
        Map<String, Object> states = new LinkedHashMap<>();
        for (Comm comm : comms) {
            if (comm instanceof Receiving widget && TARGET.equals(comm.getTargetName())) {
                Map<String, Object> request = Map.of("method", "request_state");
                Map<?, ?> state = (Map<?, ?>) widget.receiver.apply(request).get("state");
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
        KernelDisplay.send(() -> cell.getIopub().sendMessage(message));
    }

    /** JJava calls it in the thread that also starts cells. */
    private final class Receiving extends Comm {
        private final UnaryOperator<Map<String, Object>> receiver;

        private Receiving(String id, String target, UnaryOperator<Map<String, Object>> receiver) {
            super(comms, id, target);
            this.receiver = receiver;
        }

        @Override
        @SuppressWarnings("unchecked")
        protected void onMessage(Message<CommMsgCommand> message) {
            try {
                Object data =
                        CommMsgCommand.class.getMethod("getData").invoke(message.getContent());
                Map<String, Object> reply =
                        receiver.apply(JSON.readValue(data.toString(), Map.class));
                if (reply != null) {
                    answer(message, getID(), reply);
                }
            } catch (ReflectiveOperationException | JsonProcessingException e) {
                throw new IllegalStateException("cannot read a widget's message", e);
            }
        }

        @Override
        protected void onClose(Message<CommCloseCommand> message, boolean sending) {
            // The front end has dropped the widget, so nothing will arrive any more.
        }
    }
}

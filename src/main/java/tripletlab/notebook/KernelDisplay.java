package tripletlab.notebook;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;

/**
 * The outputs of a cell of a JJava notebook.
 *
 * <p>JJava forgets a cell as soon as it is interrupted, while the training runs on until its batch
 * is done and has a last word to say. So the cell is remembered here; JJava's display stream has
 * it, but no getter for it.
 */
public final class KernelDisplay implements Display {
    static final ThreadLocal<Display> OF_CONTROLS = new ThreadLocal<>();

    /** Sends, because an interrupt while the training thread sends would cut the message. */
    private static final Executor SENDER = DaemonThread.named("tripletlab-display");

    /** What a renderer may have made; JJava does not list it. */
    private static final List<String> TYPES =
            List.of(
                    FigureContent.PLOTLY,
                    "text/html",
                    "image/png",
                    "image/jpeg",
                    "image/svg+xml",
                    "text/markdown",
                    "text/latex",
                    "text/plain");

    private final DisplayStream stream = BaseKernel.notebookKernel().getIO().display;
    private final ShellReplyEnvironment cell = cellOf(stream);

    /**
     * The outputs of the running cell.
     *
     * @throws RuntimeException or a {@link LinkageError} if no notebook runs, or another JJava
     */
    public KernelDisplay() {}

    @Override
    public String show(Map<String, Object> content) {
        String id = UUID.randomUUID().toString();
        DisplayData data = data(content, id);
        send(() -> stream.display(data));
        return id;
    }

    @Override
    public void update(String id, Map<String, Object> content) {
        DisplayData data = data(content, id);
        send(
                cell == null
                        ? () -> stream.updateDisplay(data)
                        : () -> cell.publish(new PublishUpdateDisplayData(data)));
    }

    @Override
    public boolean isGone() {
        ShellReplyEnvironment running = cellOf(stream);
        return running != null && running != cell;
    }

    /** The running cell when this was made; null if JJava does not tell. */
    public ShellReplyEnvironment cell() {
        return cell;
    }

    /** What stays the same when the cell runs again: its id, or its code. */
    public String cellId() {
        Message<?> request = (Message<?>) cell.getContext();
        Object id = request.hasMetadata() ? request.getMetadata().get("cellId") : null;
        return id != null ? id.toString() : ((ExecuteRequest) request.getContent()).getCode();
    }

    /** An object as the kernel would show it as a cell's result; a list as several. */
    public static List<Map<String, Object>> render(Object result) {
        if (result == null) {
            return List.of();
        }
        if (result instanceof List<?> several) {
            return several.stream().flatMap(one -> render(one).stream()).toList();
        }
        DisplayData data = BaseKernel.notebookKernel().getRenderer().render(result);
        Map<String, Object> content = new LinkedHashMap<>();
        for (String type : TYPES) {
            if (data.hasDataForType(MIMEType.parse(type))) {
                content.put(type, data.getData(MIMEType.parse(type)));
            }
        }
        return List.of(content);
    }

    /** Returns when it is sent; an interrupt meanwhile stays pending. */
    public static void send(Runnable message) {
        CompletableFuture.runAsync(message, SENDER).join();
    }

    private static DisplayData data(Map<String, Object> content, String id) {
        DisplayData data = new DisplayData();
        content.forEach(data::putData);
        data.putTransientData("display_id", id); // setDisplayId differs between versions of JJava
        return data;
    }

    static ShellReplyEnvironment cellOf(DisplayStream stream) {
        try {
            Field field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            return (ShellReplyEnvironment) field.get(stream);
        } catch (ReflectiveOperationException e) {
            return null; // another JJava: only the last word of a stopped training is lost
        }
    }
}

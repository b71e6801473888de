package tripletlab.notebook;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/**
 * The outputs of a cell of a JJava notebook.
 *
 * <p>JJava forgets a cell as soon as it is interrupted, while the training runs on until its batch
 * is done and has a last word to say. So the cell is remembered here; JJava's display stream has
 * it, but no getter for it.
 */
final class KernelDisplay implements Display {
    /** Sends, because an interrupt while the training thread sends would cut the message. */
    private static final Executor SENDER =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "tripletlab-display");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final DisplayStream stream;
    private final ShellReplyEnvironment cell;

    private KernelDisplay(DisplayStream stream) {
        this.stream = stream;
        this.cell = cellOf(stream);
    }

    /**
     * The outputs of the running cell.
     *
     * @throws RuntimeException if no notebook runs
     */
    static Display ofRunningCell() {
        return new KernelDisplay(BaseKernel.notebookKernel().getIO().display);
    }

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

    /** Returns when it is sent; an interrupt meanwhile stays pending. */
    private static void send(Runnable message) {
        CompletableFuture.runAsync(message, SENDER).join();
    }

    private static DisplayData data(Map<String, Object> content, String id) {
        DisplayData data = new DisplayData();
        content.forEach(data::putData);
        data.putTransientData("display_id", id); // setDisplayId differs between versions of JJava
        return data;
    }

    private static ShellReplyEnvironment cellOf(DisplayStream stream) {
        try {
            Field field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            return (ShellReplyEnvironment) field.get(stream);
        } catch (ReflectiveOperationException e) {
            return null; // another JJava: only the last word of a stopped training is lost
        }
    }
}

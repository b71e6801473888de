package tripletlab.notebook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** Resources by name, newest on top: what was kept later may need what was kept before. */
final class Kept {

    private final Deque<Named> stack = new ArrayDeque<>();

    /** A resource and the name that it is replaced by. */
    private record Named(String name, AutoCloseable resource) {}

    synchronized <T extends AutoCloseable> T keep(String name, T resource) throws Exception {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(resource, "resource");
        if (stack.stream().anyMatch(named -> named.name().equals(name))) {
            closeDownTo(name);
        }
        stack.push(new Named(name, resource));
        return resource;
    }

    private void closeDownTo(String name) throws Exception {
        Named last;
        do {
            last = stack.pop();
            last.resource().close();
        } while (!last.name().equals(name));
    }
}

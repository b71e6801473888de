package tripletlab.notebook;

import java.util.ArrayDeque;
import java.util.Deque;
import tripletlab.internal.Arguments;

/** Resources by name, newest on top: a later one may need an earlier one. */
final class ResourceStack {
    private final Deque<Named> stack = new ArrayDeque<>();

    private record Named(String name, AutoCloseable resource) {}

    synchronized <T extends AutoCloseable> T keep(String name, T resource) throws Exception {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("resource", resource);
        try {
            if (stack.stream().anyMatch(named -> named.name().equals(name))) {
                closeDownTo(name);
            }
        } finally {
            stack.push(new Named(name, resource)); // else nobody would close it
        }
        return resource;
    }

    /** Closes all of them, even if one does not close. */
    private void closeDownTo(String name) throws Exception {
        Named last = stack.pop();
        try {
            last.resource().close();
        } finally {
            if (!last.name().equals(name)) {
                closeDownTo(name);
            }
        }
    }
}

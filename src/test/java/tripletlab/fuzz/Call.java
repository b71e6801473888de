package tripletlab.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call and what judges its answer.
 *
 * @param code calls the library
 * @param oracle throws an AssertionError unless the answer is right; only asked about good inputs
 */
record Call<T>(Callable<T> code, Consumer<T> oracle) {

    /** The ways to end. */
    enum Kind {
        RIGHT, // the answer is what the oracle says
        REFUSED, // inputs that are not allowed are, and the message begins with one's name
        WRONG, // another answer, good inputs refused, or wrong ones taken or not named
        CRASH // any exception but an IllegalArgumentException
    }

    /** Calls the library and judges how that ends. */
    Outcome outcome(Draw draw) {
        T answer;
        try {
            answer = code.call();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (Stream.of(draw.faults, draw.doubts)
                    .anyMatch(names -> names.stream().anyMatch(message::startsWith))) {
                return new Outcome(Kind.REFUSED, message, e);
            }
            String wrong = draw.faults.isEmpty() ? "refuses good inputs" : "names none of";
            return new Outcome(Kind.WRONG, wrong + " " + draw.faults + ": " + message, e);
        } catch (Exception | StackOverflowError | AssertionError e) {
            return new Outcome(Kind.CRASH, e.toString(), e);
        }
        if (!draw.faults.isEmpty()) {
            return new Outcome(Kind.WRONG, "takes what is wrong of " + draw.faults, null);
        }
        try {
            oracle.accept(answer);
            return new Outcome(Kind.RIGHT, "", null);
        } catch (AssertionError e) {
            return new Outcome(Kind.WRONG, e.getMessage(), e);
        }
    }

    /**
     * How a call ended.
     *
     * @param kind whether that is right
     * @param message what it said
     * @param trace of an error, or null
     */
    record Outcome(Kind kind, String message, Throwable trace) {

        boolean isBad() {
            return kind == Kind.WRONG || kind == Kind.CRASH;
        }

        /** Its kind and its first line, with # for each number. */
        String pattern() {
            String line = String.valueOf(message).lines().findFirst().orElse("");
            return kind
                    + " "
                    + line.replaceAll("\"[^\"]*\"", "\"…\"")
                            .replaceAll("-?(\\d[\\d.,]*(E-?\\d+)?|Infinity|NaN)", "#")
                            .replaceAll("#(, #)+", "#, …");
        }

        /** With the place of an error. */
        @Override
        public String toString() {
            StringWriter text = new StringWriter();
            text.append(pattern() + "\n");
            if (isBad() && trace != null) {
                trace.printStackTrace(new PrintWriter(text));
            }
            return text.toString().lines().limit(12).collect(Collectors.joining("\n", "", "\n"));
        }
    }
}

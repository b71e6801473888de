package tripletlab.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a call ended.
 *
 * @param kind whether that is right
 * @param pattern what it said, with # for each number
 * @param trace of an error, or null
 */
record Outcome(Kind kind, String pattern, Throwable trace) {

    /** The ways to end. */
    enum Kind {
        /** The answer is what the oracle says. */
        RIGHT,
        /** Inputs that are not allowed are refused, and the message begins with one's name. */
        REFUSED,
        /** Another answer, good inputs refused, or wrong ones taken or not named. */
        WRONG,
        /** Any exception but an IllegalArgumentException. */
        CRASH
    }

    /** Runs a call and judges it. */
    static <T> Outcome of(Call<T> call, Draw draw) {
        T answer;
        try {
            answer = call.code().call();
        } catch (IllegalArgumentException e) {
            return refused(e, draw);
        } catch (Exception | StackOverflowError | AssertionError e) {
            return new Outcome(Kind.CRASH, e.toString(), e);
        }
        if (!draw.faults().isEmpty()) {
            return new Outcome(Kind.WRONG, "takes what is wrong of " + draw.faults(), null);
        }
        try {
            call.oracle().accept(answer);
        } catch (AssertionError e) {
            return new Outcome(Kind.WRONG, e.getMessage(), e);
        }
        return new Outcome(Kind.RIGHT, "", null);
    }

    private static Outcome refused(IllegalArgumentException e, Draw draw) {
        String message = String.valueOf(e.getMessage());
        if (named(message, draw.faults()) || named(message, draw.doubts())) {
            return new Outcome(Kind.REFUSED, message, e);
        }
        String wrong = draw.faults().isEmpty() ? "refuses good inputs" : "names none of the wrong";
        return new Outcome(Kind.WRONG, wrong + " " + draw.faults() + ": " + message, e);
    }

    private static boolean named(String message, Set<String> names) {
        return names.stream().anyMatch(message::startsWith);
    }

    boolean isBad() {
        return kind == Kind.WRONG || kind == Kind.CRASH;
    }

    /** With the place of an error. */
    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        text.append(kind + " " + pattern + "\n");
        if (isBad() && trace != null) {
            trace.printStackTrace(new PrintWriter(text));
        }
        return text.toString().lines().limit(12).collect(Collectors.joining("\n", "", "\n"));
    }

    Outcome {
        pattern =
                String.valueOf(pattern)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceAll("\"[^\"]*\"", "\"…\"")
                        .replaceAll("-?(\\d[\\d.,]*(E-?\\d+)?|Infinity|NaN)", "#")
                        .replaceAll("#(, #)+", "#, …");
    }
}

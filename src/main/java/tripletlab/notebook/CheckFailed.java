package tripletlab.notebook;

/** A claim of a notebook that did not hold in this run; the message has claim and value. */
public final class CheckFailed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CheckFailed(String message) {
        super(message);
    }
}

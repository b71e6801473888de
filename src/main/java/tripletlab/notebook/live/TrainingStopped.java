package tripletlab.notebook.live;

import java.util.concurrent.CancellationException;

/** A training that its user stopped; what was learned and recorded until then is kept. */
public final class TrainingStopped extends CancellationException {
    private static final long serialVersionUID = 1L;

    TrainingStopped(String message) {
        super(message);
    }
}

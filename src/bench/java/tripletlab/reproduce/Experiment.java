package tripletlab.reproduce;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;

/** A training that is known from elsewhere. */
interface Experiment {

    /** What is run, and whose it is: a line above the table. */
    String title();

    /**
     * Trains and measures.
     *
     * @param seed of all that is random
     * @return the table
     */
    List<Row> run(int seed) throws IOException, TranslateException;
}

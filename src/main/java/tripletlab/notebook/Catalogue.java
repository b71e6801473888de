package tripletlab.notebook;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tripletlab.distance.Distance;
import tripletlab.internal.Arguments;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.Network;

/**
 * Things by name, so that a name from outside becomes the thing without a switch in the notebook.
 *
 * <pre>{@code
 * Catalogue.miners(seed).named("batch-hard")
 * Settings.choice("distance", "euclidean", Catalogue.distances())
 * }</pre>
 *
 * @param <T> what they are
 */
public final class Catalogue<T> {
    private final String what;
    private final Map<String, T> things;

    private Catalogue(String what, Map<String, T> things) {
        this.what = what;
        this.things = things;
    }

    /**
     * A catalogue of a notebook's own.
     *
     * @param what one of the things in a word, such as {@code network}
     * @param things the things by name, in the order in which they are listed
     * @param <T> what they are
     */
    public static <T> Catalogue<T> of(String what, Map<String, T> things) {
        Arguments.requireNonNull("what", what);
        return new Catalogue<>(
                what, new LinkedHashMap<>(Arguments.requireNonNull("things", things)));
    }

    /**
     * The miners: {@code batch-all}, {@code batch-hard}, {@code semi-hard}, {@code
     * batch-all-semi-hard}, {@code easy-positive} (with a semi-hard negative) and {@code
     * distance-weighted}.
     *
     * @param seed for those that draw
     * @return new ones with each call, so that each has the draws of the seed before it
     */
    public static Catalogue<TripletMiner> miners(long seed) {
        Map<String, TripletMiner> miners = new LinkedHashMap<>();
        miners.put("batch-all", new BatchAllMiner());
        miners.put("batch-hard", new BatchHardMiner());
        miners.put("semi-hard", new SemiHardMiner());
        miners.put("batch-all-semi-hard", new BatchAllSemiHardMiner());
        miners.put("easy-positive", new EasyPositiveMiner());
        miners.put("distance-weighted", new DistanceWeightedMiner(seed));
        return new Catalogue<>("miner", miners);
    }

    /** The distances: {@code euclidean}, {@code squared-euclidean} and {@code cosine}. */
    public static Catalogue<Distance> distances() {
        Map<String, Distance> distances = new LinkedHashMap<>();
        for (Distance distance : Distance.values()) {
            distances.put(distance.name().toLowerCase(Locale.ROOT).replace('_', '-'), distance);
        }
        return new Catalogue<>("distance", distances);
    }

    /** The networks: {@code conv-2x2}, {@code conv-5x5} and {@code mlp}. */
    public static Catalogue<Network> networks() {
        Map<String, Network> networks = new LinkedHashMap<>();
        for (Network network : Network.values()) {
            networks.put(network.toString(), network);
        }
        return new Catalogue<>("network", networks);
    }

    static Catalogue<String> ofWords(String what, String first, String... others) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(first, first);
        Arrays.stream(others).forEach(word -> words.put(word, word));
        return new Catalogue<>(what, words);
    }

    /**
     * The thing of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public T named(String name) {
        T thing = things.get(Arguments.requireNonNull("name", name));
        if (thing == null) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", expected one of %s".formatted(what, name, this));
        }
        return thing;
    }

    /** The things of these names, in this order. */
    Map<String, T> named(Collection<String> names) {
        Map<String, T> chosen = new LinkedHashMap<>();
        names.forEach(name -> chosen.put(name, named(name)));
        return chosen;
    }

    /** All names, in order. */
    public Set<String> names() {
        return new LinkedHashSet<>(things.keySet());
    }

    /** The names with commas between. */
    @Override
    public String toString() {
        return String.join(", ", things.keySet());
    }
}

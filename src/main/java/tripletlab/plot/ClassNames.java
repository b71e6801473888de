package tripletlab.plot;

import java.util.List;
import tripletlab.internal.Arguments;

/** What the classes are called in a figure: by their labels, or by names such as "Trouser". */
final class ClassNames {
    static final ClassNames LABELS = new ClassNames(null);

    private final List<String> names; // null: the labels are the names

    private ClassNames(List<String> names) {
        this.names = names;
    }

    /** A name for each label from 0 on. */
    static ClassNames of(List<String> names) {
        return new ClassNames(List.copyOf(Arguments.requireNoNulls("classNames", names)));
    }

    String of(int label) {
        return names == null ? String.valueOf(label) : names.get(label);
    }

    /** Each label has a name. */
    ClassNames requireAll(int[] labels) {
        for (int label : labels) {
            if (names != null && label >= names.size()) {
                throw new IllegalArgumentException(
                        "classNames is %s, expected a name for label %d too"
                                .formatted(names, label));
            }
        }
        return this;
    }
}

package tripletlab.distance;

/** The items that pull one item, and how much each does; the same one is filled again and again. */
final class Pulling {

    final int[] items;
    final float[] weights;
    int count;

    Pulling(int most) {
        this.items = new int[most];
        this.weights = new float[most];
    }

    void add(int item, float weight) {
        items[count] = item;
        weights[count++] = weight;
    }
}

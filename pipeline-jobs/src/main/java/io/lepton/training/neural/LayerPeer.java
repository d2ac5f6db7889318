package io.lepton.training.neural;

/**
 * A worker among those that divide layers, or one that has all layers to itself. All workers see the same rows, to which each adds some; all
 * of them call the same methods in the same order.
 */
record LayerPeer(LayerSplit split, AllReduce peers) {

    static LayerPeer alone() {
        return new LayerPeer(LayerSplit.NONE, AllReduce.alone());
    }

    int part() {
        return split.isSplit() ? peers.rank() : 0;
    }

    /** Units of a divided layer that are this worker's. */
    int units(int units) {
        return split.size(units, part());
    }

    /** Completes an array that has a run of the same length from each worker, in their order. */
    void gather(float[] values) {
        if (split.isSplit()) {
            int[] ends = new int[split.parts()];
            for (int part = 0; part < ends.length; part++) {
                ends[part] = values.length / ends.length * (part + 1);
            }
            peers.gather(values, ends);
        }
    }

    /**
     * Brings together what the workers computed for their units.
     *
     * @param own row by row
     * @param units of all workers
     * @return the numbers of all units, row by row
     */
    float[] gatherUnits(float[] own, int rows, int units) {
        float[] byPart = new float[Math.multiplyExact(rows, units)];
        int[] ends = new int[split.parts()];
        for (int part = 0; part < ends.length; part++) {
            ends[part] = rows * split.begin(units, part + 1);
        }
        System.arraycopy(own, 0, byPart, rows * split.begin(units, part()), own.length);
        peers.gather(byPart, ends);
        float[] byRow = new float[byPart.length];
        for (int part = 0; part < ends.length; part++) {
            int size = split.size(units, part);
            int begin = split.begin(units, part);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(byPart, rows * begin + row * size, byRow, row * units + begin, size);
            }
        }
        return byRow;
    }

    /** The numbers of this worker's units among those of all. */
    float[] ownUnits(float[] all, int rows, int units) {
        int begin = split.begin(units, part());
        int size = units(units);
        float[] own = new float[rows * size];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(all, row * units + begin, own, row * size, size);
        }
        return own;
    }

    /** Replaces each value by its sum over the workers. */
    void sum(float[] values) {
        peers.sum(values);
    }

    /** The largest of the workers' numbers, none of which is negative. */
    int largest(int own) {
        if (!split.isSplit()) {
            return own;
        }
        double[] all = new double[split.parts()];
        all[part()] = own;
        peers.sum(all);
        int largest = 0;
        for (double of : all) {
            largest = Math.max(largest, (int) of);
        }
        return largest;
    }
}

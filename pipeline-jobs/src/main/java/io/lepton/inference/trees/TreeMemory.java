package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;

/**
 * What one thread needs to evaluate a block.
 *
 * @param ranks by feature of the group, then row
 * @param words the answers to every question, then what bit trees compute; the first ones are zero
 * @param scratch rows by rank, of one feature
 * @param bytes the place of each row's leaf, where bit trees leave it
 * @param places the same for those that descend
 */
record TreeMemory(char[] ranks, long[] words, long[] scratch, byte[] bytes, int[] places) {

    static TreeMemory of(int features, int words, int scratch) {
        return new TreeMemory(
                new char[features * FeatureBlock.ROWS],
                new long[words],
                new long[scratch],
                new byte[FeatureBlock.ROWS],
                new int[FeatureBlock.ROWS]);
    }
}

package io.lepton.features;

/**
 * Some of the rows of a batch of columns.
 *
 * @param places where each row's values are in the columns
 * @param first of the places that are meant
 * @param count of them
 */
public record RowRange(int[] places, int first, int count) {

    /** Where the values of the i-th row are. */
    int place(int i) {
        return places[first + i];
    }
}

package io.lepton.fairness.slices;

import io.lepton.fairness.counts.CodedBlock;
import io.lepton.fairness.counts.CodedRows;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Measures all candidates of a level in one pass: a row costs one look-up for each set of columns that any candidate has. */
record LevelPass(CodedRows rows, double center) {

    /** The losses of each candidate, in their order. */
    List<LossSums.Stats> of(List<Candidate> candidates) {
        Map<List<Integer>, ArrayList<Integer>> byColumns = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            List<Integer> columns =
                    Arrays.stream(candidates.get(i).columns()).boxed().toList();
            byColumns.computeIfAbsent(columns, key -> new ArrayList<>()).add(i);
        }
        ArrayList<Cube> cubes = new ArrayList<>();
        byColumns.forEach((columns, members) -> cubes.add(cube(columns, members, candidates)));
        LossSums sums = rows.blocks()
                .mapPartitions(new Summing(cubes, candidates.size(), center))
                .treeReduce(LossSums::plus);
        List<LossSums.Stats> found = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            found.add(sums.of(i));
        }
        return found;
    }

    private Cube cube(List<Integer> columns, List<Integer> members, List<Candidate> candidates) {
        int[] places = columns.stream().mapToInt(Integer::intValue).toArray();
        int[] sizes = columns.stream()
                .mapToInt(column -> rows.codes().get(column).size())
                .toArray();
        int[] cells = new int[members.size()];
        int[] numbers = new int[members.size()];
        for (int i = 0; i < cells.length; i++) {
            int[] codes = candidates.get(members.get(i)).codes();
            for (int j = 0; j < codes.length; j++) {
                cells[i] = cells[i] * sizes[j] + codes[j];
            }
            numbers[i] = members.get(i);
        }
        return new Cube(places, sizes, cells, numbers);
    }

    /**
     * The candidates of one set of columns.
     *
     * @param cells of the candidates, among all combinations of codes
     * @param numbers of the same candidates
     */
    private record Cube(int[] columns, int[] sizes, int[] cells, int[] numbers) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        /** The candidate of each combination of codes, −1 for none. */
        int[] dense() {
            int[] dense = new int[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
            Arrays.fill(dense, -1);
            for (int i = 0; i < cells.length; i++) {
                dense[cells[i]] = numbers[i];
            }
            return dense;
        }

        int cell(CodedBlock block, int row) {
            int cell = 0;
            for (int i = 0; i < columns.length; i++) {
                cell = cell * sizes[i] + block.code(columns[i], row);
            }
            return cell;
        }
    }

    private record Summing(ArrayList<Cube> cubes, int candidates, double center)
            implements FlatMapFunction<Iterator<CodedBlock>, LossSums> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<LossSums> call(Iterator<CodedBlock> blocks) {
            LossSums sums = new LossSums(candidates, center);
            List<int[]> dense = cubes.stream().map(Cube::dense).toList();
            while (blocks.hasNext()) {
                CodedBlock block = blocks.next();
                for (int i = 0; i < cubes.size(); i++) {
                    Cube cube = cubes.get(i);
                    int[] numbers = dense.get(i);
                    for (int row = 0; row < block.rows(); row++) {
                        int candidate = numbers[cube.cell(block, row)];
                        if (candidate >= 0) {
                            sums.add(candidate, block.value(row));
                        }
                    }
                }
            }
            return List.of(sums).iterator();
        }
    }
}

package io.lepton.training.boosting.paged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagedMatrixTest {
    private static final int FEATURES = 4;

    /** 20 rows a page. */
    private static final int BYTES_OF_PAGE = 20 * Float.BYTES * (FEATURES + 2);

    private static final List<String> CATEGORY_LAST = List.of("q", "q", "q", "c");
    private static final Map<String, Object> PARAMETERS =
            Map.of("objective", "binary:logistic", "max_depth", 4, "tree_method", "hist", "nthread", 1, "verbosity", 0);

    @TempDir
    private Path folder;

    @Test
    void manyPagesGiveTheTreesOfRowsInMemory() throws Exception {
        assertThat(dump(paged(rows(1, 1230), List.of()))).isEqualTo(dump(resident(rows(1, 1230), List.of())));
        assertThat(dump(paged(rows(1, 1230), CATEGORY_LAST)))
                .isEqualTo(dump(resident(rows(1, 1230), CATEGORY_LAST)))
                .anyMatch(tree -> tree.contains(":{"));
    }

    @Test
    void judgesOtherRowsAsInMemory() throws Exception {
        DMatrix training = paged(rows(1, 800), CATEGORY_LAST);
        Booster booster = XGBoost.train(training, PARAMETERS, 5, Map.of(), null, null);
        PagedMatrix other = ((PagedMatrix) training).beside(file(rows(2, 410)), folder, CATEGORY_LAST, 1);

        String onDisk = booster.evalSet(new DMatrix[] {other}, new String[] {"other"}, 4);

        assertThat(onDisk)
                .isEqualTo(booster.evalSet(
                        new DMatrix[] {resident(rows(2, 410), CATEGORY_LAST)}, new String[] {"other"}, 4));
        other.dispose();
        training.dispose();
    }

    @Test
    void holdsNoRowsAtAll() throws Exception {
        PagedMatrix training = paged(rows(1, 100), List.of());
        PagedMatrix none = training.beside(file(List.of()), folder, List.of(), 1);

        assertThat(none.rowNum()).isZero();
        none.dispose();
        training.dispose();
    }

    @Test
    void leavesNoFiles() throws Exception {
        PagedMatrix matrix = paged(rows(1, 100), List.of());
        assertThat(files()).singleElement().asString().contains("xgboost-pages");

        matrix.dispose();
        matrix.dispose();

        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static String[] dump(DMatrix matrix) throws Exception {
        try {
            return XGBoost.train(matrix, PARAMETERS, 10, Map.of(), null, null).getModelDump("", true);
        } finally {
            matrix.dispose();
        }
    }

    private PagedMatrix paged(List<LabeledPoint> rows, List<String> types) throws Exception {
        try (PageFile file = file(rows)) {
            return PagedMatrix.of(file, folder, types, 1);
        }
    }

    private PageFile file(List<LabeledPoint> rows) {
        PageFile file = new PageFile(folder, FEATURES, BYTES_OF_PAGE);
        rows.forEach(file::add);
        file.finish();
        return file;
    }

    private static DMatrix resident(List<LabeledPoint> rows, List<String> types) throws Exception {
        DMatrix matrix = new DMatrix(rows.iterator(), null, Float.NaN);
        if (!types.isEmpty()) {
            matrix.setFeatureTypes(types.toArray(String[]::new));
        }
        return matrix;
    }

    /** Numbers, some missing, and a category of six that the label hangs on; weights differ. */
    private static List<LabeledPoint> rows(long seed, int count) {
        Random random = new Random(seed);
        List<LabeledPoint> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = {
                (float) random.nextGaussian(), random.nextInt(5), (float) random.nextGaussian(), random.nextInt(6)
            };
            float label = values[0] + (values[3] % 2) * 2 + random.nextGaussian() > 1 ? 1 : 0;
            if (i % 7 == 0) {
                values[i % FEATURES] = Float.NaN;
            }
            rows.add(new LabeledPoint(label, FEATURES, null, values, 0.5f + random.nextFloat()));
        }
        return rows;
    }
}

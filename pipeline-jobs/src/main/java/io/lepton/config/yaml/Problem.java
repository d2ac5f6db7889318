package io.lepton.config.yaml;

/**
 * One thing that is wrong with a file.
 *
 * @param line counted from 1
 * @param path of the value, for example {@code train.models.xgboost.depth}; empty: the whole file
 * @param text what was expected, what was found, and what was probably meant; never a value that came from a variable or is a secret
 */
public record Problem(int line, String path, String text) {
    String in(String fileName) {
        return fileName + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }
}

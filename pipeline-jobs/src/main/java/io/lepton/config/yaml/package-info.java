/**
 * Reads YAML so that every value can be traced to its line: sections whose getters check types and ranges, variables of the environment,
 * and the problems found on the way. Numbers are JSON's: {@code 6}, {@code 0.5}, {@code 1e3}; not {@code 1_000}, {@code 0x1F}, {@code
 * .nan} or a number in quotes, which mean different things to different readers of YAML.
 */
package io.lepton.config.yaml;

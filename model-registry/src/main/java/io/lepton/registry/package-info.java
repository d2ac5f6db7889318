/**
 * Versioned models on any Hadoop file system; knows no Spark. Below the registry's root:
 *
 * <pre>
 * NAME/files/RUN/...              the files of a version, staged under the id of the run that made it
 * NAME/versions/000001.json       what the version is; written last and only if absent: this is the commit
 * NAME/versions/000001.deleted    the version is gone; its number is not given again
 * NAME/aliases/ALIAS/000001.json  each move of an alias, in order; written only if absent
 * </pre>
 *
 * A reader that sees a version sees all of its files. A crash leaves at most staged files that the same run's next try replaces.
 */
package io.lepton.registry;

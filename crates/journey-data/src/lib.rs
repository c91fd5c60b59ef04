//! Reads the manifest and customers' data; writes what a run finds. One file per format.

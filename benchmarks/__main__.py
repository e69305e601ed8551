"""`make bench`: every benchmark, one after the other."""

from benchmarks import bench_archive, bench_reading, bench_scoring, layout, odds

if __name__ == "__main__":
    bench_scoring.main()
    bench_reading.main()
    bench_archive.main()
    layout.main()
    odds.main()

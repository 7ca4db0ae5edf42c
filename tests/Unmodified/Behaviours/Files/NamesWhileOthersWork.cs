class NamesWhileOthersWork : DiskScenario
{
    // One thread waits for a folder; another gets its work done meanwhile. On a disk that can be stopped, it is: until the work is done.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        string disk = args.Length > 2 ? args[2] : Directory.CreateTempSubdirectory("behaviours-").FullName;
        string folder = Path.Combine(disk, "names");
        string[] files = Enumerable.Range(0, 5).Select(i => Path.Combine(folder, "data" + i)).ToArray();
        if (args.Length == 2)
        {
            Directory.CreateDirectory(folder);
            Array.ForEach(files, f => File.WriteAllText(f, new string('x', 65536)));
        }

        During(disk, "exists", () => Say(File.Exists(files[0]) + " " + Directory.Exists(files[0]) + " " + File.Exists(files[0] + "?")));
        During(disk, "look", () => Say(new FileInfo(files[1]).Length.ToString()));
        During(disk, "make", () => Directory.CreateDirectory(Path.Combine(folder, "new")));
        During(disk, "move", () => File.Move(files[2], files[2] + "moved"));
        During(disk, "delete", () => File.Delete(files[3]));
        During(disk, "delete folder", () => Directory.Delete(Path.Combine(folder, "new")));
        During(disk, "list", () => Say(Directory.GetFileSystemEntries(folder).Length.ToString()));
        IEnumerable<string> open = Directory.EnumerateFileSystemEntries(folder);
        During(disk, "list what is open", () => Say(open.Count().ToString()));
        During(disk, "missing", () =>
        {
            try
            {
                File.Move(files[3], files[4]);
            }
            catch (FileNotFoundException)
            {
                Say("not there");
            }
        });
        Say(string.Join(" ", Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order()));
        if (args.Length == 2)
        {
            Directory.Delete(disk, recursive: true);
        }
        return 0;
    }
}

# What an administrator's script does: jobs on threads and in child processes, pipelines, native programs, sockets, an exit code.
$jobs = 1..4 | ForEach-Object { Start-ThreadJob -ScriptBlock { param($n) Start-Sleep -Milliseconds 300; "thread job $n" } -ArgumentList $_ }
$jobs | Wait-Job | Receive-Job | Sort-Object
1..8 | ForEach-Object -Parallel { Start-Sleep -Milliseconds 100; $_ * $_ } -ThrottleLimit 4 | Sort-Object
Start-Job { 40 + 2 } | Wait-Job | Receive-Job
'b', 'a' | & /usr/bin/sort
$listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
$listener.Start()
$server = Start-ThreadJob {
    $client = ($using:listener).AcceptTcpClient()
    $reader = [System.IO.StreamReader]::new($client.GetStream())
    "the server heard: $($reader.ReadLine())"
    $client.Dispose()
}
$client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.LocalEndpoint.Port)
$writer = [System.IO.StreamWriter]::new($client.GetStream())
$writer.WriteLine('hello')
$writer.Flush()
$server | Wait-Job | Receive-Job
$client.Dispose()
$listener.Stop()
try { throw 'thrown' } catch { "caught: $_" }
[Console]::Error.WriteLine('to standard error')
exit 3

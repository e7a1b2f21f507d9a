using Ochre.Gateway.Cli;

return await OchreCommand.RunAsync(args);
